import { t } from "elysia"

/**
 * What the API answers, as schemas: they check what leaves the server, describe it in `/openapi.json`, and give the
 * types. A topic of the WebSocket carries exactly the same.
 */

const Value = t.Union([t.Number(), t.Null()])
const Instant = t.String({ format: "date-time", description: "UTC", examples: ["2025-01-03T10:30:00.000Z"] })
const Unit = t.UnionEnum(["money", "count", "percent", "seconds"])
const Currency = t.String({ description: "ISO 4217; the shop's own", examples: ["USD"] })

export const MetricAnswer = t.Object(
  {
    metric: t.String({ examples: ["revenue"] }),
    title: t.String({ examples: ["Revenue"] }),
    unit: Unit,
    currency: t.Optional(Currency),
    value: t.Union([t.Number(), t.Null()], {
      description: "Money in decimal major units, percent as 0–100; null where there is no answer (a zero denominator)",
    }),
    previous: t.Optional(
      t.Union([t.Number(), t.Null()], { description: "The equal elapsed length just before; with compare=previous" }),
    ),
    change: t.Optional(
      t.Union([t.Number(), t.Null()], { description: "Percent against previous; null without a base" }),
    ),
    series: t.Optional(t.Array(t.Object({ t: Instant, value: Value }), { description: "Every bucket; with step" })),
    top: t.Optional(
      t.Array(t.Object({ key: t.String(), value: t.Number() }), { description: "Greatest first; with by" }),
    ),
    unconverted: t.Optional(
      t.Array(t.Object({ currency: t.String(), amount: t.Number() }), {
        description: "Money in other currencies, which value leaves out; major units",
      }),
    ),
    as_of: Instant,
    rev: t.String({ description: '"<epoch>:<n>": the committed state it reflects', examples: ["m3k9x:42"] }),
    source: t.Literal("cells"),
  },
  { title: "MetricAnswer" },
)
export type MetricAnswer = typeof MetricAnswer.static

export const LiveAnswer = t.Object(
  {
    revenue: Value,
    orders: Value,
    active_users: Value,
    conversion_rate: Value,
    cart_abandonment_rate: Value,
    currency: Currency,
    as_of: Instant,
  },
  { title: "LiveAnswer" },
)
export type LiveAnswer = typeof LiveAnswer.static

export const CatalogueEntry = t.Object(
  {
    name: t.String({ examples: ["revenue"] }),
    title: t.String({ examples: ["Revenue"] }),
    unit: Unit,
    description: t.Optional(t.String()),
    window: t.Integer({ description: "Minutes looked back where a question names no window" }),
    dimensions: t.Array(t.String(), { description: "What by= takes" }),
  },
  { title: "CatalogueEntry" },
)
export type CatalogueEntry = typeof CatalogueEntry.static

export const Catalogue = t.Array(CatalogueEntry)

export type Answer = MetricAnswer | LiveAnswer | CatalogueEntry[]
