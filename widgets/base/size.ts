import type { ReactiveController, ReactiveControllerHost } from "lit"

/** The size of one element of a host's rendering, kept up to date; zero until it was laid out. */
export class SizeController implements ReactiveController {
  width = 0
  height = 0
  #watched?: Element
  readonly #observer = new ResizeObserver(entries => {
    const box = entries.at(-1)?.contentRect
    if (!box || (box.width === this.width && box.height === this.height)) return
    this.width = box.width
    this.height = box.height
    this.host.requestUpdate()
  })

  /** @param find the element to measure, looked up after each render */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly find: () => Element | null | undefined,
  ) {
    host.addController(this)
  }

  hostUpdated() {
    const element = this.find() ?? undefined
    if (element === this.#watched) return
    this.#observer.disconnect()
    this.#watched = element
    if (element) this.#observer.observe(element)
  }

  hostDisconnected() {
    this.#observer.disconnect()
    this.#watched = undefined
  }
}
