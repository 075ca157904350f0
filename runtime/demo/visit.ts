import type { EventType, Location, ShopEvent } from "../../sdk/event.ts"
import { origins } from "./campaigns.ts"
import { type Article, CATALOGUE, pickArticle } from "./catalogue.ts"
import { COUPONS, type Line, orderFields, type Quote, quote } from "./pricing.ts"
import { type Random, Weighted } from "./random.ts"
import { pickSearch } from "./searches.ts"
import { articlePage, CATEGORY_PAGES, CHECKOUT_PAGE, ENTRANCES, THANKS_PAGE } from "./site.ts"

/** An event before it happens: when it does, it gets its id and its time. */
export type Draft = Omit<ShopEvent, "event_id" | "timestamp">

/** What a shopper does next, and how many milliseconds after what they did before. */
export interface Act {
  after: number
  event: Draft
}

export interface PlacedOrder {
  order_id: string
  quote: Quote
}

/** One person in front of one browser. */
export interface Shopper {
  user_id: string
  /** When they first came, epoch ms. */
  born: number
  location: Required<Pick<Location, "city" | "country">>
  /** Set with the first order, when the shop learns who they are. */
  customer_id?: string
  /** Mints the ids of sessions, orders and refunds. */
  newId(): string
  /** What lies in the cart, also between visits. */
  cart: Line[]
  orders: PlacedOrder[]
}

/** Of all visits, the share that gets at least this far. */
export const FUNNEL = { view: 0.55, cart: 0.25, checkout: 0.12, buy: 0.07 } as const

/** A pause longer than this ends a visit, as the SDK counts sessions; within a visit pauses are far shorter. */
export const VISIT_GAP_MS = 30 * 60_000
export const MEAN_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 5 * 60_000
/** Few visits are longer. */
export const LONGEST_VISIT_MS = 10 * 60_000
/** Mean number of events in a visit. */
export const ACTS_PER_VISIT = 3.4

/** For a while one article is on everybody's lips: it gives the trending list something to show. */
const SPOTLIGHT_MS = 20 * 60_000
const SPOTLIGHT_SHARE = 0.04

const paymentMethods = new Weighted(
  [
    { name: "credit_card", share: 50 },
    { name: "paypal", share: 20 },
    { name: "apple_pay", share: 15 },
    { name: "google_pay", share: 9 },
    { name: "klarna", share: 6 },
  ],
  method => method.share,
)

/** One visit, starting `after` ms after whatever the shopper did before. Leaves the cart as the shopper leaves it. */
export function* visit(random: Random, person: Shopper, after: number): Generator<Act, void> {
  const session_id = person.newId()
  const { referrer, campaign } = origins.pick(random)
  const fate = random.next()
  let pause = after

  const act = (event_type: EventType, fields: Partial<Draft>): Act => {
    const { user_id, customer_id, location } = person
    const event = { event_type, user_id, session_id, customer_id, location, campaign, ...fields }
    const done = { after: pause, event }
    pause = Math.min(LONGEST_PAUSE_MS, random.exponential(MEAN_PAUSE_MS))
    return done
  }

  let article = pickArticle(random)
  const landing = fate < FUNNEL.view && random.chance(0.35) ? articlePage(article) : random.pick(ENTRANCES)
  yield act("page_view", { page: { ...landing, referrer } })
  if (random.chance(0.4)) yield act("page_view", { page: random.pick(CATEGORY_PAGES) })
  if (random.chance(0.2)) yield act("search", pickSearch(random))
  if (fate >= FUNNEL.view) return

  let tempted = fate < FUNNEL.cart
  do {
    yield act("product_view", { product: article.product, page: articlePage(article) })
    if (tempted) {
      const line = { article, quantity: random.chance(0.8) ? 1 : random.int(2, 4) }
      person.cart.push(line)
      yield act("add_to_cart", { product: article.product, quantity: line.quantity, currency: "USD" })
    }
    tempted = fate < FUNNEL.cart && random.chance(0.15)
    article = random.chance(SPOTLIGHT_SHARE) ? inTheSpotlight(person.born) : pickArticle(random)
  } while (random.chance(0.58))
  if (fate >= FUNNEL.cart) return

  if (person.cart.length > 1 && random.chance(0.4)) {
    const [line] = person.cart.splice(random.int(0, person.cart.length - 1), 1)
    yield act("remove_from_cart", { product: line!.article.product, quantity: line!.quantity, currency: "USD" })
  }
  if (fate >= FUNNEL.checkout) return

  const order = quote(person.cart, random.chance(0.18) ? random.pick(Object.keys(COUPONS)) : undefined)
  yield act("begin_checkout", { ...orderFields(order), page: CHECKOUT_PAGE })
  if (fate >= FUNNEL.buy) return

  const order_id = `LN-${person.newId().slice(-12).toUpperCase()}`
  person.customer_id ??= `cust_${person.user_id.slice(-12)}`
  person.orders.push({ order_id, quote: order })
  person.cart = []
  const payment_method = paymentMethods.pick(random).name
  yield act("purchase", { order_id, ...orderFields(order), payment_method, page: THANKS_PAGE })
}

function inTheSpotlight(now: number): Article {
  return CATALOGUE[(Math.floor(now / SPOTLIGHT_MS) * 131) % CATALOGUE.length]!
}
