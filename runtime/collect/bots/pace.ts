/** No shopper does more in a minute. */
export const MOST_PER_MINUTE = 60

/** Sessions kept in each of two generations. */
const GENERATION = 20_000

interface Minute {
  minute: number
  /** Ids of its events in that minute; one that came again stands here twice until there are too many. */
  ids: string[]
  /** Was too fast once: it stays a bot for as long as it is remembered. */
  caught: boolean
}

/**
 * Notices sessions that make more than 60 events in a minute of event time. By event time and by distinct ids, because a
 * shopper who was offline sends an hour of events at once, and a retry sends the same ones again. One per collector: a
 * session is seen whole where its requests meet the same one.
 */
export class Pace {
  #young = new Map<string, Minute>()
  #old = new Map<string, Minute>()

  /** Takes one event in, and says whether its session has been too fast, this event included. */
  isTooFast(session: string, id: string, time: number): boolean {
    const seen = this.#of(session)
    if (seen.caught) return true
    const minute = Math.floor(time / 60_000)
    if (minute !== seen.minute) {
      seen.minute = minute
      seen.ids = []
    }
    if (seen.ids.push(id) <= MOST_PER_MINUTE) return false
    const distinct = new Set(seen.ids)
    seen.caught = distinct.size > MOST_PER_MINUTE
    seen.ids = seen.caught ? [] : [...distinct]
    return seen.caught
  }

  #of(session: string): Minute {
    const young = this.#young.get(session)
    if (young) return young
    const seen = this.#old.get(session) ?? { minute: 0, ids: [], caught: false }
    this.#young.set(session, seen)
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    return seen
  }
}
