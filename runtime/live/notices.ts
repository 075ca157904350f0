import type { Committed } from "../pipeline/committed.ts"
import { EVENTS } from "../query/panels/events.ts"
import type { Collected } from "../query/tail.ts"
import type { Notice, RejectedEvent, Store } from "../store/store.ts"
import { systemTimer, type Timer } from "./timer.ts"

/** Least time between two notices of one process, however often it commits. */
const PAUSE_MS = 50
/** Refused events that one notice tells of, the last ones: somebody who installs a tag needs no more to see why. */
const MOST_REJECTED = 20

/** What a process has to tell: what it committed, and what its collector refused. */
export interface Told extends Committed {
  rejected?: readonly RejectedEvent[]
}

export interface AnnouncerOptions {
  store: Pick<Store, "announce">
  /** Least time between two notices, ms. Default 50. */
  pause?: number
  timer?: Timer
  /** A notice could not be sent; what it told goes out with the next. */
  onTrouble(error: unknown): void
}

/** Tells other processes what happened here, at once and then not again before the pause is over. */
export class Announcer {
  #pending: Told | undefined
  #callOff: (() => void) | undefined
  #sending: Promise<void> | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  #isStopped = false
  readonly #timer: Timer
  readonly #pause: number

  constructor(readonly options: AnnouncerOptions) {
    this.#timer = options.timer ?? systemTimer
    this.#pause = options.pause ?? PAUSE_MS
  }

  tell(told: Told): void {
    if (told.metrics.size === 0) return
    this.#pending = this.#pending ? union(this.#pending, told) : told
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
    const wait = Math.min(this.#pause, this.#sentAt + this.#pause - this.#timer.now())
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
    // Lets the other commits of this very moment join.
    await Promise.resolve()
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

/** What a collector refused: it changes the list of the newest events. @param at epoch ms */
export function refused({ shop, rejected }: Collected, at: number): Told {
  const lately = rejected.slice(-MOST_REJECTED).map(rejection => ({ shop, at, rejection }))
  return { at, metrics: new Map([[shop, new Set([EVENTS])]]), rejected: lately }
}

/** A notice of another process, as the hub takes it. */
export function committedOf({ metrics, at }: Notice): Committed {
  return { at, metrics: new Map(Object.entries(metrics).map(([shop, names]) => [shop, new Set(names)])) }
}

function noticeOf({ metrics, at, rejected = [] }: Told): Notice {
  return {
    ...{ at, metrics: Object.fromEntries([...metrics].map(([shop, names]) => [shop, [...names]])) },
    ...(rejected.length > 0 ? { rejected } : {}),
  }
}

function union(a: Told, b: Told): Told {
  const metrics = new Map([...a.metrics].map(([shop, names]) => [shop, new Set(names)]))
  for (const [shop, names] of b.metrics) metrics.set(shop, new Set([...(metrics.get(shop) ?? []), ...names]))
  const rejected = [...(a.rejected ?? []), ...(b.rejected ?? [])].slice(-MOST_REJECTED)
  return { metrics, at: Math.min(a.at, b.at), rejected }
}
