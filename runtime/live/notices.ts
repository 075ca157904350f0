import type { Committed } from "../pipeline/committed.ts"
import type { Notice, Store } from "../store/store.ts"
import { systemTimer, type Timer } from "./timer.ts"

/** Least time between two notices of one process, however often it commits. */
const PAUSE_MS = 50

export interface AnnouncerOptions {
  store: Pick<Store, "announce">
  timer?: Timer
  /** A notice could not be sent; what it told goes out with the next. */
  onTrouble(error: unknown): void
}

/** Tells other processes what committed here, at once and then at most once per `PAUSE_MS`. */
export class Announcer {
  #pending: Committed | undefined
  #callOff: (() => void) | undefined
  #sending: Promise<void> | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  #isStopped = false
  readonly #timer: Timer

  constructor(readonly options: AnnouncerOptions) {
    this.#timer = options.timer ?? systemTimer
  }

  tell(committed: Committed): void {
    if (committed.metrics.size === 0) return
    this.#pending = this.#pending ? union(this.#pending, committed) : committed
    this.#sendSoon()
  }

  /** Sends what is still untold. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#callOff?.()
    await this.#sending
    if (this.#pending) await this.#send()
  }

  #sendSoon(): void {
    if (this.#sending || this.#callOff || this.#isStopped) return
    // A clock that was set back must not hold notices up.
    const wait = Math.min(PAUSE_MS, this.#sentAt + PAUSE_MS - this.#timer.now())
    if (wait <= 0) {
      this.#sending = this.#send()
      return
    }
    const callOff = this.#timer.after(wait, () => {
      this.#callOff = undefined
      this.#sending = this.#send()
    })
    this.#callOff = () => {
      callOff()
      this.#callOff = undefined
    }
  }

  async #send(): Promise<void> {
    const told = this.#pending!
    this.#pending = undefined
    this.#sentAt = this.#timer.now()
    try {
      await this.options.store.announce(noticeOf(told))
    } catch (error) {
      this.options.onTrouble(error)
      this.#pending = this.#pending ? union(told, this.#pending) : told
    }
    this.#sending = undefined
    if (this.#pending) this.#sendSoon()
  }
}

function noticeOf({ metrics, at }: Committed): Notice {
  return { at, metrics: Object.fromEntries([...metrics].map(([shop, names]) => [shop, [...names]])) }
}

/** A notice of another process, as the hub takes it. */
export function committedOf({ metrics, at }: Notice): Committed {
  return { at, metrics: new Map(Object.entries(metrics).map(([shop, names]) => [shop, new Set(names)])) }
}

function union(a: Committed, b: Committed): Committed {
  const metrics = new Map([...a.metrics].map(([shop, names]) => [shop, new Set(names)]))
  for (const [shop, names] of b.metrics) metrics.set(shop, new Set([...(metrics.get(shop) ?? []), ...names]))
  return { metrics, at: Math.min(a.at, b.at) }
}
