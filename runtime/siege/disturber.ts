import type { Random } from "../demo/random.ts"
import { fillDisk, freeDisk } from "../testing/full-disk.ts"
import type { ServerUnderTest } from "../testing/server.ts"

export interface Disturbances {
  kills: number
  /** How often there is no room on the disk for a while. */
  fullDisks: number
  /** About how many batches there will be. */
  batches: number
  say(line: string): void
}

/** How long a disk stays full after the first refusal, ms: later batches find it so too. */
const FULL_MS = 500

/** Disturbs the server at seeded points of the load, one thing after the other. */
export class Disturber {
  readonly done = { kills: 0, fullDisks: 0 }
  /** Attempts that were answered with a refusal to be tried again. */
  refusals = 0
  readonly #planned: { after: number; kind: keyof Disturber["done"] }[]
  #under: Promise<void> = Promise.resolve()
  #refused = Promise.withResolvers<void>()

  constructor(
    readonly server: ServerUnderTest,
    readonly random: Random,
    readonly options: Disturbances,
  ) {
    const kinds = random.shuffle([
      ...Array.from({ length: options.kills }, () => "kills" as const),
      ...Array.from({ length: options.fullDisks }, () => "fullDisks" as const),
    ])
    const moments = kinds.map(() => 1 + Math.floor(random.next() * options.batches * 0.8)).sort((a, b) => a - b)
    this.#planned = moments.map((after, i) => ({ after, kind: kinds[i]! }))
  }

  onAcknowledged(batches: number): void {
    if (this.#planned.length === 0 || batches < this.#planned[0]!.after) return
    const { kind } = this.#planned.shift()!
    const delay = this.random.next() * 30
    this.#under = this.#under.then(async () => {
      await Bun.sleep(delay)
      await (kind === "kills" ? this.#kill() : this.#fill())
      this.options.say(
        `${kind} ${++this.done[kind]}: ${delay.toFixed(1)} ms after ${batches} batches; all is as before`,
      )
    })
  }

  onRefused(): void {
    this.refusals++
    this.#refused.resolve()
  }

  /** Resolves when nothing more will happen. */
  ended(): Promise<void> {
    return this.#under
  }

  async #kill(): Promise<void> {
    await this.server.kill()
    await this.server.restart()
  }

  /** Until senders have felt it: a server that has room in memory may take a moment to notice. */
  async #fill(): Promise<void> {
    this.#refused = Promise.withResolvers()
    fillDisk(this.server.pid)
    await this.#refused.promise
    await Bun.sleep(FULL_MS)
    freeDisk(this.server.pid)
  }
}
