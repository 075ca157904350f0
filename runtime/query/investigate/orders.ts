import { t } from "elysia"
import { toMajor } from "../../../plugins/kit/money.ts"
import type { OrderSummary } from "../../../plugins/kit/order.ts"
import { type Reconciliation, type Reported, reconcile } from "../../../plugins/kit/reconcile.ts"
import { returnsOf, sale } from "../../../plugins/kit/sale.ts"
import type { Entity } from "../../store/store.ts"
import { Currency, EventBody, Instant, iso } from "../answer.ts"

export const STATES = ["pixel_only", "server_only", "differing", "agreeing"] as const
export type State = (typeof STATES)[number]

const Amount = t.Number({ description: "Decimal major units of the currency" })
const Report = t.Object({ event_id: t.String(), at: Instant, currency: Currency, total: Amount })

/** How the browser's and the server's report of one order compare. */
export const ReconciledOrder = t.Object({
  order_id: t.Union([t.String(), t.Null()], { description: "null: the event named none and is an order of its own" }),
  state: t.UnionEnum([...STATES]),
  browser: t.Optional(Report),
  server: t.Optional(Report),
  difference: t.Optional(t.Number({ description: "server − browser; absent where the currencies differ" })),
})

export const ReconciliationAnswer = t.Object(
  {
    counts: t.Object({ pixel_only: t.Number(), server_only: t.Number(), differing: t.Number(), agreeing: t.Number() }),
    orders: t.Array(ReconciledOrder, { description: "Changed last first" }),
    total: t.Number({ description: "How many there are on all pages" }),
    as_of: Instant,
  },
  { title: "ReconciliationAnswer" },
)

export const OrderAnswer = t.Object(
  {
    order_id: t.String(),
    state: t.Union([t.UnionEnum([...STATES]), t.Null()], { description: "null: only refunds are known" }),
    currency: t.Union([Currency, t.Null()]),
    total: t.Union([Amount, t.Null()], { description: "As it counts: the server's report over the browser's" }),
    browser: t.Optional(Report),
    server: t.Optional(Report),
    refunds: t.Array(
      t.Object({
        refund_id: t.String(),
        source: t.UnionEnum(["browser", "server"]),
        at: Instant,
        currency: Currency,
        amount: Amount,
      }),
    ),
    events: t.Array(EventBody, { description: "Its purchases and refunds as they came, oldest first" }),
  },
  { title: "OrderAnswer" },
)

/** @returns undefined for an order of which only refunds are known */
export function reconciled({ id, summary }: Entity): typeof ReconciledOrder.static | undefined {
  const found = reconcile(summary as OrderSummary)
  return found && { order_id: orderId(id), state: found.state, ...reports(found), ...difference(found) }
}

/** What the ledger says of an order. */
export function ledgerOf(summary: OrderSummary): Omit<typeof OrderAnswer.static, "order_id" | "events"> {
  const [found, sold, returns] = [reconcile(summary), sale(summary), returnsOf(summary)]
  return {
    state: found?.state ?? null,
    currency: sold?.currency ?? null,
    total: sold ? toMajor(sold.total, sold.currency) : null,
    ...(found ? reports(found) : {}),
    refunds: summary.refunds.map(({ id, source, time }, i) => {
      const { currency, amount } = returns[i]!
      return { refund_id: id, source, at: iso(time), currency, amount: toMajor(amount, currency) }
    }),
  }
}

function reports(found: Reconciliation) {
  return {
    ...("browser" in found ? { browser: report(found.browser) } : {}),
    ...("server" in found ? { server: report(found.server) } : {}),
  }
}

function difference(found: Reconciliation) {
  if (found.state !== "differing" || found.difference === undefined) return {}
  return { difference: toMajor(found.difference, found.server.currency) }
}

function report({ event_id, time, currency, total }: Reported): typeof Report.static {
  return { event_id, at: iso(time), currency, total: toMajor(total, currency) }
}

/** The shop's own id, where the order has one. */
function orderId(id: string): string | null {
  return id.startsWith("order:") ? id.slice("order:".length) : null
}
