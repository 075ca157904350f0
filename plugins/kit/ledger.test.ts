import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { ShopEvent } from "../../sdk/event.ts"
import { addMoney, type Money, minorMoney, toMinor } from "./money.ts"
import { addToOrder, type OrderSummary, orderIdOf } from "./order.ts"
import { reconcile } from "./reconcile.ts"
import type { Source } from "./report.ts"
import { keysOfOrder, returnsOf, sale } from "./sale.ts"

interface Sent {
  source: Source
  e: ShopEvent
}

const sent: fc.Arbitrary<Sent> = fc.record({
  source: fc.constantFrom("browser", "server"),
  e: fc
    .record(
      {
        event_id: fc.uuid(),
        event_type: fc.constantFrom("purchase", "purchase", "refund"),
        timestamp: fc.integer({ min: 0, max: 9 }).map(minute => new Date(minute * 60_000).toISOString()),
        order_id: fc.constantFrom("", "A", "B", "C"),
        refund_id: fc.constantFrom("x", "y"),
        total_amount: fc.integer({ min: 0, max: 100_000 }).map(cents => cents / 100),
        currency: fc.constantFrom("USD", "USD", "USD", "JPY"),
      },
      { requiredKeys: ["event_id", "event_type", "timestamp", "order_id", "currency"] },
    )
    // The collector lets no purchase in without an amount.
    .map(e => (e.event_type === "purchase" ? { total_amount: 1, ...e } : e)),
})
const history = fc.uniqueArray(sent, { selector: ({ e }) => e.event_id, maxLength: 25 })
const shuffled = history.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))

function ledgerOf(all: readonly Sent[]): Map<string, OrderSummary> {
  const ledger = new Map<string, OrderSummary>()
  for (const { source, e } of all) {
    const id = orderIdOf(e)
    ledger.set(id, addToOrder(ledger.get(id), e, source, Date.parse(e.timestamp)))
  }
  return ledger
}

const netOf = (ledger: ReadonlyMap<string, OrderSummary>): Money =>
  [...ledger.values()]
    .flatMap(order => {
      const sold = sale(order)
      return [
        ...(sold ? [minorMoney(sold.total, sold.currency)] : []),
        ...returnsOf(order).map(({ amount, currency }) => minorMoney(-amount, currency)),
      ]
    })
    .reduce<Money>(addMoney, {})

function groupBy(papers: readonly Sent[], name: (paper: Sent) => string): Map<string, Sent[]> {
  const groups = new Map<string, Sent[]>()
  for (const paper of papers) groups.set(name(paper), [...(groups.get(name(paper)) ?? []), paper])
  return groups
}

/** The books as an accountant keeps them, who has all papers on the table and sorts them by order. */
function books(all: readonly Sent[]): { orders: number; net: Money } {
  const first = (papers: Sent[]) =>
    papers.toSorted((a, b) => (`${a.e.timestamp} ${a.e.event_id}` < `${b.e.timestamp} ${b.e.event_id}` ? -1 : 1))[0]
  const preferred = (papers: Sent[]) =>
    first(papers.filter(({ source }) => source === "server")) ??
    first(papers.filter(({ source }) => source === "browser"))
  const amount = ({ e }: Sent, sign: number) => minorMoney(sign * toMinor(e.total_amount!, e.currency!), e.currency!)
  let [orders, net] = [0, {} as Money]
  for (const papers of groupBy(all, ({ e }) => e.order_id || e.event_id).values()) {
    const purchase = preferred(papers.filter(({ e }) => e.event_type === "purchase"))
    const refunds = [
      ...groupBy(
        papers.filter(({ e }) => e.event_type === "refund"),
        ({ e }) => e.refund_id ?? e.event_id,
      ).values(),
    ].map(same => preferred(same)!)
    const entries = refunds.filter(({ e }) => e.total_amount !== undefined).map(refund => amount(refund, -1))
    if (purchase) {
      orders++
      entries.push(amount(purchase, 1))
    }
    if (purchase && refunds.some(({ e }) => e.total_amount === undefined)) {
      const currency = purchase.e.currency!
      const left = entries.reduce<Money>(addMoney, {})[currency] ?? 0
      entries.push(minorMoney(-Math.max(0, left), currency))
    }
    net = entries.reduce<Money>(addMoney, net)
  }
  return { orders, net }
}

describe("the ledger of orders", () => {
  test("agrees with an accountant's books, in whatever order the reports arrive", () => {
    fc.assert(
      fc.property(shuffled, ([all, arriving]) => {
        const ledger = ledgerOf(arriving)
        const { orders, net } = books(all)
        expect([...ledger.values()].filter(order => sale(order)).length).toBe(orders)
        expect(netOf(ledger)).toEqual(net)
      }),
      { numRuns: 1_000 },
    )
  })
  test("never takes more for a cancelled order than it was worth, whatever was refunded before", () => {
    fc.assert(
      fc.property(history, all => {
        for (const order of ledgerOf(all).values()) {
          const open = order.refunds.filter(({ total }) => total === undefined)
          const taken = returnsOf(order).filter((_, i) => open.includes(order.refunds[i]!))
          const most = sale(order)?.total ?? 0
          expect(taken.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(most)
        }
      }),
    )
  })
})

const order = (...reports: [Source, Partial<ShopEvent>][]): OrderSummary =>
  reports.reduce<OrderSummary | undefined>((summary, [source, fields], i) => {
    const e = {
      event_id: `e${i}`,
      event_type: "purchase",
      timestamp: "2026-03-01T12:00:00Z",
      currency: "USD",
      ...fields,
    }
    return addToOrder(summary, e, source, Date.parse(e.timestamp))
  }, undefined)!

describe("an order known from browser and server", () => {
  const pixel: Partial<ShopEvent> = {
    total_amount: 90,
    items: [{ product: { id: "p" }, price: 90 }],
    campaign: { source: "google", medium: "cpc" },
    location: { country: "DE", city: "Berlin" },
    tax: 9,
  }
  test("is worth what the server says, and keeps the campaign and the items that only the browser knows", () => {
    const summary = order(["browser", pixel], ["server", { total_amount: 80, payment_method: "paypal" }])
    const sold = sale(summary)!
    expect(sold).toMatchObject({ total: 8000, tax: 900, items: 1, lines: [{ product: "p", amount: 9000 }] })
    expect(keysOfOrder(summary, sold)).toMatchObject({ source: "google", country: "DE", payment_method: "paypal" })
  })
  test("takes over no amounts of another currency", () => {
    const sold = sale(order(["browser", pixel], ["server", { total_amount: 80, currency: "EUR" }]))!
    expect(sold).toMatchObject({ total: 8000, currency: "EUR", lines: [] })
    expect(sold.tax).toBeUndefined()
  })
  test("came direct where the browser names no campaign, and from nobody knows where without a browser", () => {
    const direct = order(["browser", { total_amount: 1 }])
    expect(keysOfOrder(direct, sale(direct)!)).toMatchObject({ source: "direct", medium: "none" })
    const unseen = order(["server", { total_amount: 1 }])
    expect(keysOfOrder(unseen, sale(unseen)!).source).toBeUndefined()
  })
})

test("a cancellation sends back of each line what was not sent back before", () => {
  const items = [
    { product: { id: "p" }, price: 10, quantity: 2 },
    { product: { id: "q" }, price: 5 },
  ]
  const summary = order(
    ["server", { total_amount: 25, items }],
    ["server", { event_type: "refund", total_amount: 10, items: [{ product: { id: "p" }, price: 10 }] }],
    ["server", { event_type: "refund" }],
  )
  expect(returnsOf(summary).map(({ amount, lines }) => [amount, lines.map(line => line.amount)])).toEqual([
    [1000, [1000]],
    [1500, [1000, 500]],
  ])
})

describe("reconciling an order", () => {
  const bought = (total_amount: number, currency = "USD"): Partial<ShopEvent> => ({ total_amount, currency })
  test("says who reported it, and whether they agree", () => {
    expect(reconcile(order(["browser", bought(1)]))?.state).toBe("pixel_only")
    expect(reconcile(order(["server", bought(1)]))?.state).toBe("server_only")
    expect(reconcile(order(["browser", bought(1)], ["server", bought(1)]))?.state).toBe("agreeing")
  })
  test("says by how much the server's amount differs, in one currency only", () => {
    const differing = reconcile(order(["browser", bought(10)], ["server", bought(7.5)]))
    expect(differing).toMatchObject({ state: "differing", difference: -250 })
    const apart = reconcile(order(["browser", bought(10)], ["server", bought(10, "EUR")]))
    expect(apart?.state).toBe("differing")
    expect(apart).not.toHaveProperty("difference")
  })
  test("says nothing of refunds without a purchase", () => {
    expect(reconcile(order(["server", { event_type: "refund", total_amount: 1 }]))).toBeUndefined()
  })
})
