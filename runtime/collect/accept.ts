import type { Location, ShopEvent } from "../../sdk/event.ts"
import type { BotMark, Envelope } from "../log/log.ts"
import type { Shop } from "../store/store.ts"
import { itemsTotal } from "./amount.ts"
import { attributed } from "./attribution/attribute.ts"
import { FIELDS } from "./limits.ts"
import { firstDeparture, isEvent } from "./schema.ts"
import { tidy } from "./tidy.ts"
import { canonicalTimestamp, parseTimestamp } from "./timestamp.ts"
import { departed, type Verdict, verdict } from "./verdict.ts"

const OLDEST = 7 * 24 * 60 * 60_000
const AHEAD = 5 * 60_000

/** Who sends, and when: the same for every event of a request. */
export interface Sender {
  shop: Shop
  source: Envelope["source"]
  /** Our clock, epoch ms. */
  receivedAt: number
  /** The same as ISO 8601. */
  received_at: string
  /** How far the sender's clock is behind ours, ms (`clock-skew.ts`). */
  skew: number
  /** History: an event may be older than the seven days of what comes in live. */
  anyAge?: true
  /** Where the sender is, for events that do not say; absent where it is not known. */
  place?: Location
  /** Tells bots from shoppers; absent for secret keys, whose traffic is never judged. */
  botMarkOf?(event: ShopEvent): BotMark | undefined
}

/**
 * One raw event: an envelope for the log, or the verdict why not. Pure but for one thing: the parsed event is ours, so
 * it is completed in place and goes on without a copy.
 */
export function accept(raw: unknown, sender: Sender): Envelope | Verdict {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return verdict("invalid_event", raw)
  const event: unknown = tidy(raw)
  if (!isEvent(event)) return departed(firstDeparture(event)!)
  const refused = complete(event, sender)
  if (refused) return refused
  enrich(event, sender)
  const { shop, source, received_at } = sender
  const bot = sender.botMarkOf?.(event)
  return { shop: shop.id, source, received_at, event, ...(bot ? { bot } : {}) }
}

/** The rules that span fields. Corrects the time and fills in currency and amount. */
function complete(event: ShopEvent, sender: Sender): Verdict | undefined {
  const server = sender.source === "server"
  if (!event.user_id && !event.session_id && !(server && event.order_id)) return verdict("missing_visitor", server)
  event.currency = event.currency === undefined ? sender.shop.currency : event.currency.toUpperCase()
  return placeInTime(event, sender) ?? checkAmount(event) ?? checkRefund(event, sender)
}

/** Fills in where the visitor came from and where the visitor is. What the shop says of a place stands. */
function enrich(event: ShopEvent, { place }: Sender): void {
  const campaign = attributed(event)
  if (campaign) event.campaign = campaign
  else if (event.campaign) delete event.campaign
  if (place && !event.location?.country) event.location = { ...place, ...event.location }
}

function placeInTime(event: ShopEvent, { receivedAt, skew, anyAge }: Sender): Verdict | undefined {
  const sent = parseTimestamp(event.timestamp)
  if (Number.isNaN(sent)) return verdict("invalid_timestamp", event.timestamp)
  const at = sent + skew
  if (at < receivedAt - OLDEST && !anyAge) return verdict("too_old", readable(at))
  if (at > receivedAt + AHEAD) return verdict("in_future", readable(at))
  event.timestamp = skew === 0 ? canonicalTimestamp(event.timestamp, at) : new Date(at).toISOString()
  return undefined
}

/** Revenue is purchases minus refunds, so neither may carry a sign of its own. A refund may leave its amount open. */
function checkAmount(event: ShopEvent): Verdict | undefined {
  if (event.event_type !== "purchase" && event.event_type !== "refund") return undefined
  event.total_amount ??= itemsTotal(event.items, event.currency!)
  if (event.total_amount === undefined) {
    if (event.event_type === "refund") return undefined
    return verdict("missing_amount", event.items?.length ? "price of an item" : "total_amount")
  }
  const countable = event.total_amount >= 0 && event.total_amount <= FIELDS.number
  return countable ? undefined : verdict("invalid_amount", event.event_type, event.total_amount)
}

function checkRefund(event: ShopEvent, { source, shop }: Sender): Verdict | undefined {
  const allowed = event.event_type !== "refund" || source === "server" || shop.browser_refunds
  return allowed ? undefined : verdict("refund_not_allowed")
}

/** Dates end in the year 275760; a sender's clock need not. */
function readable(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? "no year we know" : date.toISOString()
}
