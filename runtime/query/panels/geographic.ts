import { t } from "elysia"
import { unpair } from "../../../plugins/kit/pair.ts"
import { Currency, Instant, iso, Source } from "../answer.ts"
import { measureKeys } from "../measure.ts"
import { whole } from "../parameter.ts"
import { FILTER, placeWindow, WINDOW } from "../question.ts"
import type { TimeRange } from "../window.ts"
import { type Asked, definePanel } from "./panel.ts"

const MINUTES = 60
const CITIES = "country,city"

const Sold = { revenue: t.Number({ description: "Decimal major units of the shop's currency" }), orders: t.Number() }
const parameters = {
  ...WINDOW,
  limit: whole(() => 100, "How many countries, and how many cities", { maximum: 100, default: 10 }),
  filter: FILTER,
}

export const GeographicAnswer = t.Object(
  {
    countries: t.Array(t.Object({ country: t.String(), ...Sold }), { description: "Greatest revenue first" }),
    cities: t.Array(t.Object({ city: t.String(), country: t.String(), ...Sold })),
    currency: Currency,
    source: Source,
    as_of: Instant,
  },
  { title: "GeographicAnswer" },
)
export type GeographicAnswer = typeof GeographicAnswer.static

/** Revenue and orders by country and by city. */
export const geographic = definePanel({
  path: "geographic",
  operationId: "readGeographic",
  title: "Where orders come from",
  description: "Revenue and orders by country and by city. One hour where no window is named.",
  of: ["revenue", "orders"],
  parameters,
  schema: GeographicAnswer,
  columns: ["country", "city", "revenue", "orders"],
  records: ({ countries, cities }) => [
    ...countries.map(({ country, ...sold }) => ({ country, city: null, ...sold })),
    ...cities.map(({ country, city, ...sold }) => ({ country, city, ...sold })),
  ],
  async read(asked) {
    const { values, context, scope } = asked
    const { limit = 10 } = values
    const window = placeWindow(values, context, MINUTES)
    const [countries, cities] = await Promise.all([
      soldBy(asked, window, "country", limit),
      citiesIn(asked, window, limit),
    ])
    return {
      countries: countries.map(({ key, ...sold }) => ({ country: key, ...sold })),
      cities,
      currency: scope.shop.currency,
      source: scope.rows.source(),
      as_of: iso(context.now),
    }
  },
})

/** Under a restriction to anything but the country, a city would be a third dimension, which nothing keeps. */
async function citiesIn(asked: Asked, range: TimeRange, limit: number) {
  const { only } = asked
  if (only && only.dim !== "country") return []
  const cities = await soldBy(asked, range, only ? "city" : CITIES, limit)
  return cities.map(({ key, ...sold }) => {
    const [country, city] = only ? [only.key, key] : unpair(key)
    return { city, country, ...sold }
  })
}

async function soldBy({ metric, scope, round }: Asked, range: TimeRange, dim: string, limit: number) {
  const [revenue, orders] = await Promise.all(
    ["revenue", "orders"].map(async name => {
      const plugin = metric(name)
      return plugin ? measureKeys(plugin, range, scope, dim) : new Map<string, number>()
    }),
  )
  const keys = [...new Set([...revenue!.keys(), ...orders!.keys()])]
  return keys
    .map(key => ({
      key,
      revenue: round("money", revenue!.get(key) ?? 0),
      orders: round("count", orders!.get(key) ?? 0),
    }))
    .sort((a, b) => b.revenue - a.revenue || b.orders - a.orders || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
}
