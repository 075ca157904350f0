import type { ShopEvent } from "./event.ts"
import type { Store } from "./store.ts"
import { warn } from "./warn.ts"

/** An event as it waits: its JSON is made once, so that every resend is the same to the byte. */
export interface Waiting {
  id: string
  json: string
}

export interface Queue {
  /** Stored when it returns. */
  add(event: ShopEvent): void
  /** The oldest events that fit one request, without those in `except`. Takes nothing out. */
  batch(most: number, except: ReadonlySet<string>): Waiting[]
  remove(ids: readonly string[]): void
  size(): number
}

/** More than a visitor does in days; beyond it the oldest go, so that a shop's storage is never eaten up. */
const MOST_WAITING = 1000

/** Room for events in one request: `keepalive` and `sendBeacon` take 64 KiB, and the body's envelope needs some. */
const BATCH_BYTES = 59_000

const START = "event."
const bytes = (text: string) => new TextEncoder().encode(text).length

/**
 * Events that have no answer yet. Each lies under a key of its own, named by its id: two tabs never rewrite each
 * other's events, and since ids sort by time, the keys are in order too.
 */
export function createQueue(store: Store): Queue {
  const ids = () =>
    store
      .names(START)
      .map(name => name.slice(START.length))
      .sort()

  function remove(gone: readonly string[]): void {
    for (const id of gone) store.remove(START + id)
  }

  function add(event: ShopEvent): void {
    store.set(START + event.event_id, JSON.stringify(event))
    const excess = ids().slice(0, -MOST_WAITING)
    if (!excess.length) return
    remove(excess)
    warn("queue", `at most ${MOST_WAITING} events without an answer`, "one more", "the oldest was dropped")
  }

  function batch(most: number, except: ReadonlySet<string>): Waiting[] {
    const found: Waiting[] = []
    let room = BATCH_BYTES
    for (const id of ids()) {
      const json = except.has(id) ? null : store.get(START + id)
      if (!json) continue
      room -= bytes(json) + 1
      if (found.length === most || (room < 0 && found.length)) break
      found.push({ id, json })
    }
    return found
  }

  return { add, batch, remove, size: () => ids().length }
}
