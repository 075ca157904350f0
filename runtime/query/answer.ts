import { type TSchema, t } from "elysia"
import type { ShopEvent } from "../../sdk/event.ts"

/**
 * What the API answers, as schemas: they check what leaves the server, describe it in `/openapi.json`, and give the
 * types. A topic of the WebSocket carries exactly the same.
 */

export const Value = t.Union([t.Number(), t.Null()])
export const Instant = t.String({ format: "date-time", description: "UTC", examples: ["2025-01-03T10:30:00.000Z"] })
export const Unit = t.UnionEnum(["money", "count", "percent", "seconds"])
export const Currency = t.String({ description: "ISO 4217; the shop's own", examples: ["USD"] })

export const Source = t.UnionEnum(["cells", "raw"], {
  description: "raw: made of single events, sessions or orders, because no cells hold what was asked",
})
const Amount = t.Object({ currency: t.String(), amount: t.Number({ description: "Decimal major units" }) })

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
    converted: t.Optional(
      t.Array(Amount, { description: "Money in other currencies that value includes, at the rates of its days" }),
    ),
    unconverted: t.Optional(
      t.Array(Amount, { description: "Money in other currencies that value leaves out, for want of a rate" }),
    ),
    as_of: Instant,
    rev: t.String({ description: '"<epoch>:<n>": the committed state it reflects', examples: ["m3k9x:42"] }),
    source: Source,
  },
  { title: "MetricAnswer" },
)
export type MetricAnswer = typeof MetricAnswer.static

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

export const iso = (at: number): string => new Date(at).toISOString()

/** An event as it was sent, times corrected. */
export const EventBody = t.Unsafe<ShopEvent>(
  t.Object(
    { event_id: t.String(), event_type: t.String(), timestamp: Instant },
    { additionalProperties: true, title: "Event" },
  ),
)

export const ErrorAnswer = t.Object(
  {
    success: t.Literal(false),
    error: t.Object({ code: t.String(), message: t.String(), details: t.Optional(t.Unknown()) }),
  },
  { title: "ErrorAnswer" },
)

/** What any question may be answered with instead. */
export const REFUSALS = {
  400: ErrorAnswer,
  401: ErrorAnswer,
  403: ErrorAnswer,
  404: ErrorAnswer,
  422: ErrorAnswer,
  503: ErrorAnswer,
}

/** The envelope around an answer. */
export const answered = <Schema extends TSchema>(data: Schema) => t.Object({ success: t.Literal(true), data })
