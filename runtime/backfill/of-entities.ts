import type { Config } from "../config.ts"
import { backfillWriter } from "../pipeline/aside.ts"
import type { AnyEntityMetric } from "../pipeline/entities.ts"
import { dayOf, HOUR, hourStart, MINUTE, type Span } from "../store/calendar.ts"
import type { Minute, Shop } from "../store/store.ts"
import type { BackfillOptions, BackfillReport } from "./backfill.ts"
import { Balance } from "./balance.ts"
import { writersBegun } from "./past.ts"
import { saveAtOnce, saveSlices, widened } from "./save.ts"

const DAY = 24 * HOUR

/**
 * The past of a metric of sessions, orders or visitors: what its cells lack of what all entities contribute as they are.
 * Live writers add new − old, so that difference stays the same whatever commits from now on: it is taken at one moment
 * and added at another, and nothing falls between. Done again, it comes to nothing.
 */
export async function backfillEntities(metric: AnyEntityMetric, options: BackfillOptions): Promise<BackfillReport> {
  const { store, onProgress } = options
  const number = await store.checkpoint(backfillWriter(metric.name))
  await writersBegun(store, metric.name)
  const hourOf = hoursOf(await store.shops())
  const balance = await store.snapshot({ kind: metric.kind, metric: metric.name }, async snapshot => {
    // By now nothing younger has been dropped before the moment that is looked at.
    const balance = new Balance(metric, knowable(metric, options), hourOf)
    for await (const entities of snapshot.entities()) {
      balance.addContributions(entities)
      onProgress?.({ read: balance.read })
    }
    for await (const cells of snapshot.cells()) balance.takeAway(cells)
    return balance
  })
  const slices = balance.rest()
  if (slices.length > 0) {
    await saveAtOnce(options, number, tx => saveSlices(tx, slices, options))
  }
  const { read, counted, failure, span } = balance
  const shops = [...new Set(slices.map(({ shop }) => shop))]
  const cells = slices.reduce((sum, { states }) => sum + states.size, 0)
  return { of: metric.kind, read, counted, cells, since: span.start, shops, failure }
}

/**
 * The event times asked for, from when on no entity can have been dropped: what one contributed, it may have contributed
 * up to its latest change. In whole hours, since of dropped minutes only their hours are known, and an hour later, since
 * clocks differ.
 */
function knowable({ kind }: AnyEntityMetric, { retention, clock, ...asked }: BackfillOptions): Span {
  const { start, end } = widened(asked, HOUR)
  const kept = clock() - daysKept(kind, retention) * DAY
  return { start: Math.max(start, Math.ceil(kept / HOUR) * HOUR + HOUR), end }
}

function daysKept(kind: AnyEntityMetric["kind"], { rawDays, hourDays, dayDays }: Config["retention"]): number {
  const days = { session: rawDays, visitor: hourDays, order: dayDays }[kind]
  return Math.min(days, hourDays)
}

/** Where hours of shops begin: at full hours, and where a day of the shop begins within one. Remembered, as Intl is slow. */
function hoursOf(shops: readonly Shop[]): (shop: string, minute: Minute) => Minute {
  const zones = new Map(shops.map(({ id, timezone }) => [id, timezone]))
  const cuts = new Map<string, number>()
  return (shop, minute) => {
    const t = minute * MINUTE
    const hour = hourStart(t)
    const name = `${hour} ${shop}`
    const cut = cuts.get(name) ?? dayOf(zones.get(shop) ?? "UTC", hour + HOUR - 1).start
    cuts.set(name, cut)
    return (t >= cut ? Math.max(hour, cut) : hour) / MINUTE
  }
}
