import type { Capture } from "./capture/capture.ts"
import { type Choice, createConsent } from "./consent.ts"
import { createDelivery } from "./delivery.ts"
import type { Rejection, ShopEvent } from "./event.ts"
import type { Track } from "./fields.ts"
import { createIdentity } from "./identity.ts"
import { createQueue } from "./queue.ts"
import { createSessions } from "./session.ts"
import { createStore } from "./store.ts"
import { createTrack } from "./track.ts"
import { createTransport } from "./transport.ts"
import { safely, warn } from "./warn.ts"

/** The first event waits this long for company, so that live numbers stay live. */
const COMPANY_MS = 50

export interface Options {
  /** The shop's public write key, `wk_…`. */
  key: string
  /** Where ShopStream runs, e.g. `https://stats.shop.example`. */
  host: string
  /** `required`: nothing is stored or sent before `consent("granted")`. */
  consent?: "required"
  /** Readers that track on their own, e.g. `[pageViews, dataLayer]`. */
  captures?: readonly Capture[]
  /** Tells the console what is tracked and what the server rejects. */
  debug?: boolean
  /** Called with every event that the server does not take, and why. */
  onRejected?: (rejection: Rejection, event: ShopEvent) => void
}

export interface Client {
  track: Track
  /** Sets the shop's own id for this customer beside the anonymous one, on all events to come; null forgets it. */
  identify(customerId: string | null): void
  /** The visitor's choice, remembered. `denied` forgets the visitor and all that waits. */
  consent(choice: Choice): void
  /** Sends what waits, now. Resolves, never rejects, with the number of events that still have no answer. */
  flush(): Promise<number>
}

/** Puts the parts together and listens to the page's coming and going. */
export function createClient(options: Options, clock: () => number = Date.now): Client {
  const store = createStore()
  const queue = createQueue(store)
  const consent = createConsent(store, options.consent === "required")
  const identity = createIdentity(store)
  const sessions = createSessions(store, { url: location.href, referrer: document.referrer })

  const delivery = createDelivery({
    queue,
    send: createTransport(options.host, options.key, clock),
    allowed: consent.granted,
    shared: store.shared,
    clock,
    onRejected: (rejection, { id, json }) => {
      const why = `${rejection.code}: ${rejection.message}`
      if (options.debug) warn(`event ${id}`, "the server to take it", why, "the event was dropped")
      safely("onRejected", () => options.onRejected?.(rejection, JSON.parse(json)))
    },
  })

  const mint = createTrack({
    consent,
    identity,
    sessions,
    queue,
    clock,
    onStored: event => {
      if (options.debug) console.info("[shopstream]", event.event_type, event)
      delivery.wake(COMPANY_MS)
    },
  })
  const track: Track = (type, ...fields) => safely("track", () => mint(type, ...fields))

  function identify(customerId: string | null): void {
    if (customerId === null || /^(string|number)$/.test(typeof customerId)) {
      consent.run(() => identity.identify(customerId === null ? null : String(customerId)))
    } else {
      warn("identify", "the customer's id as a string, or null", customerId, "nothing changed")
    }
  }

  function choose(choice: Choice): void {
    if (choice === "granted" || choice === "denied") consent.choose(choice)
    else warn("consent", '"granted" or "denied"', choice, "nothing changed")
  }

  window.addEventListener("pagehide", delivery.hurry)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") delivery.hurry()
    else delivery.wake(0)
  })
  window.addEventListener("online", delivery.flush)
  window.addEventListener("pageshow", () => delivery.wake(0))
  delivery.wake(0)

  // After the page's own next lines: a choice or a customer named right after init goes before what captures find.
  queueMicrotask(() => {
    for (const capture of options.captures ?? []) safely("a capture", () => capture(track))
  })

  return { track, identify, consent: choose, flush: delivery.flush }
}
