import type { OrderSummary } from "../../../plugins/kit/order.ts"
import type { SessionSummary } from "../../../plugins/kit/session.ts"
import type { ShopEvent } from "../../../sdk/event.ts"
import type { Principal } from "../../access/principal.ts"
import { Refusal } from "../../errors.ts"
import { MINUTE } from "../../store/calendar.ts"
import type { Store } from "../../store/store.ts"
import { iso } from "../answer.ts"
import { contextOf, type Sources } from "../ask.ts"
import { BUDGET_MS, pagesOf } from "../budget.ts"
import { oneOf, readTable, whole } from "../parameter.ts"
import { placeWindow, WINDOW } from "../question.ts"
import { LAST_INSTANT } from "../window.ts"
import { ledgerOf, type OrderAnswer, type ReconciliationAnswer, reconciled, STATES } from "./orders.ts"
import type { SessionAnswer } from "./sessions.ts"

const MOST_EVENTS = 1_000
const PAGE = 1_000
/** A session's events are looked for among all of its time, so many minutes at once: nobody waits longer than for one. */
const SLICE = 10 * MINUTE
const WEEK_MINUTES = 7 * 1_440
const ALL_TIME = { from: 0, to: LAST_INSTANT }

export const RECONCILIATION = {
  ...WINDOW,
  state: oneOf(STATES, "Only orders in this state; absent: all but the agreeing ones"),
  limit: whole(() => 200, "How many orders", { maximum: 200, default: 50 }),
  page: whole(() => 10_000, "Which page of so many", { default: 1 }),
}

export interface InvestigateOptions extends Omit<Sources, "store" | "rates" | "rev"> {
  store: Pick<Store, "rawEvents" | "changedEntities" | "entity">
}

/** Single orders and sessions, for people with a key of the shop. */
export interface Investigate {
  /** @throws Refusal bad_parameter | too_much_to_read */
  reconciliation(principal: Principal, params: URLSearchParams): Promise<typeof ReconciliationAnswer.static>
  /** @throws Refusal not_found */
  order(principal: Principal, id: string): Promise<typeof OrderAnswer.static>
  /** @throws Refusal not_found */
  session(principal: Principal, id: string): Promise<typeof SessionAnswer.static>
}

export function createInvestigate({ store, ...options }: InvestigateOptions): Investigate {
  const { clock } = options

  return {
    async reconciliation(principal, params) {
      const context = contextOf(options, principal)
      const { state, limit = 50, page = 1, ...asked } = readTable(RECONCILIATION, params, context)
      const { from, to } = placeWindow(asked, context, WEEK_MINUTES)
      const counts = { pixel_only: 0, server_only: 0, differing: 0, agreeing: 0 }
      const orders: NonNullable<ReturnType<typeof reconciled>>[] = []
      let total = 0
      for await (const entity of ordersIn(principal.shop.id, from, to)) {
        const order = reconciled(entity)
        if (!order) continue
        counts[order.state]++
        if (state ? order.state !== state : order.state === "agreeing") continue
        if (total >= (page - 1) * limit && orders.length < limit) orders.push(order)
        total++
      }
      return { counts, orders, total, as_of: iso(context.now) }
    },

    async order({ shop }, id) {
      const entity = await store.entity({ shop: shop.id, kind: "order", id: `order:${id}` })
      if (!entity) throw new Refusal("not_found", `no order ${JSON.stringify(id)} is known`)
      const { rows } = await store.rawEvents({ shop: shop.id, order: id, ...ALL_TIME }, MOST_EVENTS)
      return { order_id: id, ...ledgerOf(entity.summary as OrderSummary), events: rows.map(({ event }) => event) }
    },

    async session({ shop }, id) {
      const entity = await store.entity({ shop: shop.id, kind: "session", id })
      if (!entity) throw new Refusal("not_found", `no session ${JSON.stringify(id)} is known`)
      const { first, last, steps } = entity.summary as SessionSummary
      const { view, cart, checkout, purchase } = steps
      const at = (time: number | undefined) => (time === undefined ? null : iso(time))
      return {
        session_id: id,
        started_at: iso(first),
        ended_at: iso(last),
        steps: { view: at(view), cart: at(cart), checkout: at(checkout), purchase: at(purchase) },
        ...(await eventsOf(shop.id, id, first, last)),
      }
    },
  }

  async function* ordersIn(shop: string, from: number, to: number) {
    const deadline = clock() + BUDGET_MS
    const query = { shop, kind: "order", from, to } as const
    for await (const orders of pagesOf(cursor => store.changedEntities(query, PAGE, cursor))) {
      if (clock() > deadline) throw tooMuch()
      yield* orders
    }
  }

  async function eventsOf(shop: string, session: string, first: number, last: number) {
    const deadline = clock() + BUDGET_MS
    const events: ShopEvent[] = []
    for (let from = first; from <= last; from += SLICE) {
      const to = Math.min(from + SLICE, last + 1)
      const { rows } = await store.rawEvents({ shop, session, from, to }, MOST_EVENTS + 1)
      events.push(...rows.map(({ event }) => event))
      if (events.length > MOST_EVENTS || clock() > deadline) break
    }
    return { events: events.slice(0, MOST_EVENTS), more: events.length > MOST_EVENTS }
  }
}

function tooMuch(): Refusal {
  const message = `these are more orders than can be compared in ${BUDGET_MS / 1000} s; ask for a shorter window`
  return new Refusal("too_much_to_read", message)
}
