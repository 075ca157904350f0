import { type Static, type TSchema, Type } from "@sinclair/typebox"
import { TypeCompiler } from "@sinclair/typebox/compiler"
import { FIELDS } from "./limits.ts"

/**
 * The shape of one event, equal to the wire type (`schema.test.ts` holds them together). Each part says in `description`
 * what a sender may put there: the verdicts quote it. Empty strings and nulls never get here (`tidy.ts`), so every
 * string is at least one character long. Rules that span fields stand in `accept.ts`.
 */
const text = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, description: `a string of 1 to ${maxLength} characters` })
const number = (minimum: number = -FIELDS.number) =>
  Type.Number({ minimum, maximum: FIELDS.number, description: `a number from ${minimum} to ${FIELDS.number}` })
const integer = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` })
const object = { description: "an object" }

const id = text(FIELDS.id)
const label = text(FIELDS.text)
const url = text(FIELDS.url)
const quantity = integer(1, FIELDS.quantity)
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)

const Product = Type.Object(
  {
    id,
    name: optional(label),
    category: optional(label),
    brand: optional(label),
    variant: optional(label),
    price: optional(number()),
  },
  object,
)

const Item = Type.Object(
  { product: Product, quantity: optional(quantity), price: optional(number()), discount: optional(number()) },
  object,
)

const Location = Type.Object({ city: optional(label), country: optional(label), region: optional(label) }, object)

const Page = Type.Object({ url: optional(url), title: optional(label), referrer: optional(url) }, object)

const Campaign = Type.Object(
  {
    source: optional(label),
    medium: optional(label),
    name: optional(label),
    term: optional(label),
    content: optional(label),
    click_id: optional(label),
  },
  object,
)

/** `__proto__` is no usable name: copying such a property would set a prototype instead. */
const PropertyKey = Type.String({ pattern: `^(?!__proto__$)[^]{1,${FIELDS.propertyKey}}$` })
const PropertyValue = Type.Union(
  [Type.String({ maxLength: FIELDS.propertyText }), number(), Type.Boolean(), Type.Null()],
  { description: `a string of up to ${FIELDS.propertyText} characters, a number, true, false or null` },
)
const Properties = Type.Record(PropertyKey, PropertyValue, {
  additionalProperties: false,
  maxProperties: FIELDS.properties,
  description: `a flat object of up to ${FIELDS.properties} entries with names of 1 to ${FIELDS.propertyKey} characters`,
})

export const EventSchema = Type.Object(
  {
    event_id: text(FIELDS.eventId),
    event_type: Type.String({
      pattern: "^[a-z][a-z0-9_]{0,62}$",
      description: "lower-case letters, digits and _, starting with a letter, at most 63 characters",
    }),
    timestamp: Type.String({ description: "an ISO 8601 time with a zone, e.g. 2025-01-03T10:30:00.123Z" }),
    user_id: optional(id),
    session_id: optional(id),
    customer_id: optional(id),
    order_id: optional(id),
    refund_id: optional(id),
    product: optional(Product),
    quantity: optional(quantity),
    total_amount: optional(number()),
    currency: optional(
      Type.String({ pattern: "^[A-Za-z]{3}$", description: "an ISO 4217 code of 3 letters, e.g. USD" }),
    ),
    items: optional(
      Type.Array(Item, { maxItems: FIELDS.items, description: `an array of up to ${FIELDS.items} items` }),
    ),
    tax: optional(number()),
    shipping: optional(number()),
    coupon: optional(label),
    payment_method: optional(label),
    query: optional(label),
    results: optional(integer(0, FIELDS.number)),
    location: optional(Location),
    page: optional(Page),
    campaign: optional(Campaign),
    properties: optional(Properties),
  },
  object,
)

export type CheckedEvent = Static<typeof EventSchema>

/** Compiled once, at start: turns the schema into one generated function. */
const compiled = TypeCompiler.Compile(EventSchema)

export const isEvent = (value: unknown): value is CheckedEvent => compiled.Check(value)

/** Where a value departs from the schema first. */
export interface Departure {
  /** Keys from the event down, e.g. `["items", "0", "product", "id"]`. */
  path: string[]
  value: unknown
  expected: string
}

/** @returns undefined for what `isEvent` accepts */
export function firstDeparture(value: unknown): Departure | undefined {
  const error = compiled.Errors(value).First()
  if (!error) return undefined
  return { path: pointer(error.path), value: error.value, expected: error.schema.description ?? "nothing" }
}

/** RFC 6901: `/a~1b/0` is `["a/b", "0"]`. */
function pointer(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map(part => part.replaceAll("~1", "/").replaceAll("~0", "~"))
}
