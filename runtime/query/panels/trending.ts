import { t } from "elysia"
import { MINUTE } from "../../store/calendar.ts"
import type { Shop } from "../../store/store.ts"
import { measureKeys, readKeys } from "../measure.ts"
import { badParameter, whole } from "../parameter.ts"
import { FILTER, placeWindow, WINDOW } from "../question.ts"
import { keepsBoth, type Restriction } from "../restriction.ts"
import type { StoredMetric } from "../states.ts"
import { DAY, type TimeRange } from "../window.ts"
import { type Asked, definePanel } from "./panel.ts"

const [VIEWS, NAMES] = ["product_views", "product_names"]
const MINUTES = 5
/** With less history than this, nobody knows what is normal. */
const LEAST_HISTORY = 60 * MINUTE

const parameters = {
  ...WINDOW,
  limit: whole(() => 100, "How many products", { maximum: 100, default: 10 }),
  filter: FILTER,
}

export const TrendingAnswer = t.Array(
  t.Object({
    product_id: t.String(),
    name: t.Union([t.String(), t.Null()], { description: "As newest events call it; null where they do not" }),
    views: t.Number(),
    views_per_minute: t.Number(),
    multiple: t.Union([t.Number(), t.Null()], {
      description: "Of its own mean per window over the 24 hours before; null with less than an hour of history",
    }),
    source: t.Optional(t.UnionEnum(["cells", "raw"], { description: "With filter: where views come from" })),
  }),
  { title: "TrendingAnswer", description: "Most viewed first" },
)
export type TrendingAnswer = typeof TrendingAnswer.static

/** What was normal before a window: views by product, and how long they were counted. */
interface Baseline {
  views: ReadonlyMap<string, number>
  ms: number
}

/**
 * Products by views. What was normal is read once a minute and shop: a view that arrives later than its window by more
 * than that moves it a minute later.
 */
export function createTrending() {
  const baselines = new Map<string, Promise<Baseline>>()

  function baselineOf(asked: Asked, before: TimeRange): Promise<Baseline> {
    const name = JSON.stringify([scopeName(asked), before])
    const known = baselines.get(name)
    if (known) return known
    if (baselines.size > 1_000) baselines.clear()
    const read = readBaseline(asked, before)
    baselines.set(name, read)
    read.catch(() => baselines.delete(name))
    return read
  }

  return definePanel({
    path: "products/trending",
    operationId: "readTrendingProducts",
    title: "Products by views",
    description:
      "How often products are looked at, compared with their own last day. Five minutes where no window is named.",
    of: [VIEWS!],
    beside: [NAMES!],
    parameters,
    schema: TrendingAnswer,
    columns: ["product_id", "name", "views", "views_per_minute", "multiple"],
    records: answer => answer,
    async read(asked) {
      const { values, context, metric, scope, round, only } = asked
      const { from, to } = shortEnough(placeWindow(values, context, MINUTES))
      const [views, names] = [metric(VIEWS!), metric(NAMES!)]
      if (!views) return []
      const inCells = !only || keepsBoth(views, "product", only, scope.registry)
      const [now, normal] = await Promise.all([
        measureKeys(views, { from, to }, scope, "product"),
        inCells ? baselineOf(asked, { from: from - DAY, to: from }) : undefined,
      ])
      const shown = [...now].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, values.limit ?? 10)
      const called = names && names.kind !== "derived" ? await namesOf(names, shown, { from, to }, asked) : undefined
      return shown.map(([product_id, count]) => ({
        product_id,
        name: nameIn(called?.get(product_id)),
        views: round("count", count),
        views_per_minute: round("count", count / ((to - from) / MINUTE)),
        multiple: multipleOf(count, normal?.views.get(product_id), (normal?.ms ?? 0) / (to - from)),
        ...(only ? { source: scope.rows.source() } : {}),
      }))
    },
  })
}

/**
 * What products are called: the newest name holds, so those that have one in the newest minutes need no look at those
 * before.
 */
async function namesOf(
  names: StoredMetric,
  products: readonly (readonly [id: string, views: number])[],
  { from, to }: TimeRange,
  { unrestricted }: Asked,
): Promise<ReadonlyMap<string, unknown>> {
  const newest = await readKeys(names, { from: Math.max(from, to - MINUTES * MINUTE), to }, unrestricted(), "product")
  if (products.every(([id]) => newest.has(id))) return newest
  return readKeys(names, { from, to }, unrestricted(), "product")
}

async function readBaseline({ metric, scope }: Asked, before: TimeRange): Promise<Baseline> {
  const views = metric(VIEWS!)
  if (!views || views.kind === "derived") return { views: new Map(), ms: 0 }
  const [byProduct, total] = await Promise.all([
    measureKeys(views, before, scope, "product"),
    scope.rows.of(views, "", before, "minute"),
  ])
  const first = total.reduce((least, { t }) => Math.min(least, t), before.to)
  const ms = before.to - first
  return { views: byProduct, ms: ms < LEAST_HISTORY ? 0 : ms }
}

/** @param windows how many windows the history is long; none where it is too short to say what is normal */
function multipleOf(count: number, before: number | undefined, windows: number): number | null {
  return windows === 0 || !before ? null : count / (before / windows)
}

function shortEnough({ from, to }: TimeRange): TimeRange {
  if (to - from <= DAY) return { from, to }
  throw badParameter("window", "at most a day, which is compared with the day before", `${(to - from) / DAY} days`)
}

const nameIn = (reading: unknown): string | null => (typeof reading === "string" ? reading : null)

function scopeName({ principal, only }: Asked): [Shop["id"], number | undefined, Restriction | undefined] {
  return [principal.shop.id, principal.minimum, only]
}
