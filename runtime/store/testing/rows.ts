import { bucketOf, MINUTE } from "../calendar.ts"
import type {
  Cell,
  CellRow,
  Dirty,
  Entity,
  Grain,
  KeyRecord,
  RawEvent,
  Shop,
  State,
  Store,
  Tx,
  Writer,
} from "../store.ts"

/** Makers of the rows that the properties write: whole, valid, and named only where a property cares. */

export const at = (iso: string): number => Date.parse(iso)

/** A minute all examples start from. */
export const NOON = at("2025-01-03T12:00:00Z") / MINUTE

export const writer = (partition = 0, log = "log-1"): Writer => ({ log, partition })

/** A summing cell: its state is `{sum}`. */
export function cell(sum: number, where: Partial<Cell> = {}): Cell {
  return { shop: "demo", metric: "revenue", minute: NOON, dim: "", key: "", state: { sum }, value: sum, ...where }
}

/** The way summing cells are merged. */
export function add(_metric: string, states: State[]): { state: State; value: number } {
  const sum = states.reduce<number>((total, state) => total + (state as { sum: number }).sum, 0)
  return { state: { sum }, value: sum }
}

export function candidate(id: string, received_at = "2025-01-03T12:00:00.000Z", shop = "demo") {
  return { shop, id, received_at }
}

export function raw(offset: number, timestamp = "2025-01-03T12:00:00.000Z", shop = "demo"): RawEvent {
  return {
    shop,
    source: "browser",
    received_at: "2025-01-03T12:00:01.000Z",
    offset,
    event: { event_id: `event-${offset}`, event_type: "page_view", timestamp, session_id: "session-1" },
  }
}

export function entity(
  id: string,
  summary: unknown,
  updated = at("2025-01-03T12:00Z"),
  of: Partial<Entity> = {},
): Entity {
  return { shop: "demo", kind: "order", id, summary, updated, rev: 0, ...of }
}

/** An entity as it stands after it was saved. */
export const kept = (entity: Entity): Entity => ({ ...entity, rev: entity.rev + 1 })

/** Saves an entity over what is kept of it. */
export async function overwrite(tx: Tx, entity: Entity): Promise<void> {
  const [known] = await tx.entities([entity])
  await tx.saveEntities([{ ...entity, rev: known?.rev ?? 0 }])
}

export function shop(of: Partial<Shop> = {}): Shop {
  return { id: "demo", name: "Demo", currency: "EUR", timezone: "UTC", browser_refunds: true, ...of }
}

export function key(of: Partial<KeyRecord> = {}): KeyRecord {
  return {
    hash: "00ff",
    shop: "demo",
    kind: "write",
    label: "wk_demo",
    origins: ["https://shop.example"],
    created_at: "2025-01-03T12:00:00.000Z",
    ...of,
  }
}

/** Commits cells as one writer. */
export function save(store: Store, cells: readonly Cell[], by = writer()): Promise<void> {
  return store.transact(by, tx => tx.saveCells(cells))
}

/** Rolls up everything that ended by `before`, and says what that was. */
export async function rollUpAll(store: Store, before = Number.MAX_SAFE_INTEGER): Promise<Dirty[]> {
  const behind = await store.dirty(before, 100_000)
  for (const bucket of behind) await store.rollUp(bucket, add)
  return behind
}

/** Sums per bucket and key, as a reader makes them of the rows: `{"2025-01-03T12:00:00.000Z DE": 5}`. */
export function sums(rows: readonly CellRow[], grain: Grain, zone = "UTC"): Record<string, number> {
  const result = new Map<string, number>()
  for (const { t, key, state } of rows) {
    const start = grain === "minute" ? t : bucketOf(grain, zone, t).start
    const name = `${new Date(start).toISOString()} ${key}`
    result.set(name, (result.get(name) ?? 0) + (state as { sum: number }).sum)
  }
  return Object.fromEntries([...result].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Everything a store tells about itself, as one value to compare. */
export async function everything(store: Store, by = writer()): Promise<unknown> {
  const span = { from: 0, to: at("2100-01-01") }
  const cells = (dim: string) => store.read({ shop: "demo", metric: "revenue", dim, ...span }, "minute")
  return {
    checkpoint: await store.checkpoint(by),
    synced: await store.sync(),
    totals: await cells(""),
    countries: await cells("country"),
    dirty: (await store.dirty(Number.MAX_SAFE_INTEGER, 1000)).map(mark => JSON.stringify(mark)).sort(),
    sessions: await store.recentEntities("demo", "session", 1000),
    orders: await store.recentEntities("demo", "order", 1000),
    raw: await store.scanRaw(by, 0, 1000),
    recent: await store.recentRaw("demo", 1000),
    deadLetters: await store.deadLetters(1000),
    shops: await store.shops(),
    keys: await store.keys(),
    accessRev: await store.accessRev(),
    incidents: await store.incidents(),
  }
}
