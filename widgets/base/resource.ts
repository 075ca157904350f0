import type { ReactiveController } from "lit"
import type { ShopElement } from "./element.ts"
import { ask } from "./rest.ts"
import { sentence } from "./words.ts"

/** How often an answer that no topic tells of is asked for again while somebody looks, ms. */
const PAUSE = 10_000

/** Keeps the answer of a REST path fresh while its host is in the page, and has it rendered. */
export class Resource<Data> implements ReactiveController {
  /** The newest answer; stays while a newer one fails. */
  data?: Data
  /** Why the newest try failed, for the reader. */
  problem?: string
  #timer?: ReturnType<typeof setInterval>
  #turn = 0

  /** @param fresh `once`: what a reader is changing must not change under their hands */
  constructor(
    private readonly host: ShopElement,
    private readonly path: string,
    private readonly fresh: "always" | "once" = "always",
  ) {
    host.addController(this)
  }

  hostConnected() {
    void this.load()
    if (this.fresh === "once") return
    this.#timer = setInterval(() => document.visibilityState === "visible" && void this.load(), PAUSE)
  }

  hostDisconnected() {
    clearInterval(this.#timer)
    this.#turn++
  }

  /** Asks now. An answer that another question has overtaken is dropped. */
  async load() {
    const turn = ++this.#turn
    const [data, problem] = await ask<Data>(this.host, this.path).then(
      answer => [answer, undefined] as const,
      ({ message }: Error) => [this.data, sentence(message)] as const,
    )
    if (turn !== this.#turn) return
    this.data = data
    this.problem = problem
    this.host.requestUpdate()
  }
}
