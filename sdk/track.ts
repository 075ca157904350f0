import { departure } from "./check.ts"
import type { Consent } from "./consent.ts"
import type { EventType, ShopEvent } from "./event.ts"
import type { Fields } from "./fields.ts"
import { mintId } from "./id.ts"
import type { Identity } from "./identity.ts"
import { currentPage } from "./page.ts"
import type { Queue } from "./queue.ts"
import type { Sessions } from "./session.ts"
import { warn } from "./warn.ts"

/** The collector takes 32 KiB; the difference is room for the visitor, the session and its campaign. */
const MOST_BYTES = 30 * 1024

export interface TrackParts {
  consent: Consent
  identity: Identity
  sessions: Sessions
  queue: Queue
  /** Epoch ms. */
  clock: () => number
  /** Called with every event that was stored. */
  onStored: (event: ShopEvent) => void
}

/** Mints events: an event gets its id, time, visitor, session and page here, once, and is stored before this returns. */
export function createTrack({ consent, identity, sessions, queue, clock, onStored }: TrackParts) {
  const refuse = (type: unknown, expected: string, came: unknown) =>
    warn(`track ${type}`, expected, came, "the event was dropped: correct the call")

  return (type: EventType, fields: Fields = {}): void => {
    const wrong = departure(type, fields)
    if (wrong) {
      refuse(type, ...wrong)
      return
    }
    const now = clock()
    const own = { event_id: mintId(now), event_type: type, timestamp: new Date(now).toISOString() }
    // A copy of this moment: the page may go on to change the objects it passed.
    const json = JSON.stringify({ ...fields, ...own, page: { ...currentPage(), ...fields.page } })
    const { size } = new Blob([json])
    if (size > MOST_BYTES) {
      refuse(type, `at most ${MOST_BYTES} bytes`, size)
      return
    }
    consent.run(() => {
      const { session_id, campaign } = sessions.touch(now)
      const event: ShopEvent = { campaign, ...JSON.parse(json), ...identity.ids(now), session_id }
      queue.add(event)
      onStored(event)
    })
  }
}
