/** So many batches in a row in which a plugin fails open the circuit. */
const STRIKES = 3
/** How long a plugin is left out before it is tried again, ms: twice as long after each failed trial. */
const PAUSE = { first: 1_000, longest: 10 * 60_000 }

interface Record {
  /** Failed batches in a row. */
  strikes: number
  /** When it may be tried again, epoch ms; absent while it is not left out. */
  until?: number
  /** How long it is left out now, ms. */
  pause: number
}

/**
 * A circuit breaker for each plugin. `closed`: it works. `open`: it failed again and again and is left out for a while.
 * `half-open`: that while is over, and the next batch tries it.
 */
export class Breaker {
  /** Those that failed lately. A plugin that was changed is another object, so it begins without a record. */
  readonly #records = new Map<object, Record>()

  /** @param clock epoch ms */
  constructor(readonly clock: () => number) {}

  /** Whether nothing failed lately: then nobody need be asked about. */
  get isQuiet(): boolean {
    return this.#records.size === 0
  }

  stateOf(plugin: object): "closed" | "open" | "half-open" {
    const until = this.#records.get(plugin)?.until
    if (until === undefined) return "closed"
    return this.clock() < until ? "open" : "half-open"
  }

  /** When a plugin that is left out will be tried again, epoch ms. */
  retryOf(plugin: object): number | undefined {
    return this.#records.get(plugin)?.until
  }

  failed(plugin: object): void {
    const { strikes, until, pause } = this.#records.get(plugin) ?? { strikes: 0, pause: PAUSE.first }
    if (until !== undefined) {
      const longer = Math.min(pause * 2, PAUSE.longest)
      this.#records.set(plugin, { strikes, until: this.clock() + longer, pause: longer })
    } else if (strikes + 1 >= STRIKES) {
      this.#records.set(plugin, { strikes: STRIKES, until: this.clock() + pause, pause })
    } else {
      this.#records.set(plugin, { strikes: strikes + 1, pause })
    }
  }

  /** It worked in a batch in which it had something to do. */
  passed(plugin: object): void {
    this.#records.delete(plugin)
  }

  /** Forgets plugins that are no longer there. */
  keepOnly(plugins: ReadonlySet<object>): void {
    for (const plugin of this.#records.keys()) if (!plugins.has(plugin)) this.#records.delete(plugin)
  }
}
