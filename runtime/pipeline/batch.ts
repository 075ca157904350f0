import { monoidOf, numberOf } from "../../plugins/kit/monoid.ts"
import type { Batch, Envelope, LogRecord, Offset } from "../log/log.ts"
import type { Cell, CellId, DeadLetter, Entity, RawEvent, State, Store, Tx } from "../store/store.ts"
import { bounded } from "./census.ts"
import type { Committed } from "./committed.ts"
import { entitiesOf, entityKey } from "./entities.ts"
import { cellKey, type Folded, fold } from "./fold.ts"
import type { HotCells } from "./hot.ts"
import type { Registry } from "./registry.ts"
import { unstorableIn } from "./unstorable.ts"

export interface BatchContext {
  store: Store
  registry: Registry
  /** ISO 4217 currency of a shop: what a money cell's `value` is in. */
  currencyOf(shop: string): string | undefined
  clock(): number
}

export interface BatchResult extends Committed {
  /** Events counted for the first time, seen before, and dead-lettered. */
  admitted: number
  duplicates: number
  poison: number
  failures: Folded["failures"]
  /** Milliseconds from taking the batch to its commit. */
  took: number
}

/** Older minutes are read from the store each time: retention may have dropped them since they were last written. */
const HOT_MINUTES = 12 * 60

interface Admissible {
  offset: Offset
  envelope: Envelope
}

/**
 * One batch, one transaction: fence, admit, fold, save. Where it came from and what it changed commit together, so a
 * crash anywhere replays safely.
 * @param checkpoint what this worker believes the partition's checkpoint to be
 * @throws Fenced when it is not; whatever is thrown, the caller drops `hot`
 */
export async function commitBatch(
  context: BatchContext,
  batch: Batch,
  checkpoint: Offset | undefined,
  hot: HotCells,
): Promise<BatchResult> {
  const { store, registry, clock } = context
  const began = clock()
  hot.assertValidAt(checkpoint)
  const { admissible, letters } = sort(batch.records)
  const outcome = await store.transact({ log: batch.log, partition: batch.partition }, async tx => {
    // Asked for together, answered in this order: one way to the store and back instead of three.
    const [, admitted, entities] = await Promise.all([
      tx.fence(checkpoint, batch.next),
      admit(tx, admissible),
      entitiesBefore(tx, admissible),
    ])
    const folded = fold(
      registry,
      entities,
      admitted.map(({ envelope }) => envelope),
    )
    const cells = await merged(tx, folded, hot, context)
    await save(tx, [...cells.values()], folded, admitted, letters)
    return { admitted: admitted.length, cells, failures: folded.failures }
  })
  hot.commit(outcome.cells, batch.next)
  const at = clock()
  return {
    at,
    took: at - began,
    metrics: touched(outcome.cells.values()),
    admitted: outcome.admitted,
    duplicates: admissible.length - outcome.admitted,
    poison: letters.length,
    failures: outcome.failures,
  }
}

/** Parts what can be folded from what can only be kept with its reason. */
function sort(records: readonly LogRecord[]): { admissible: Admissible[]; letters: DeadLetter[] } {
  const admissible: Admissible[] = []
  const letters: DeadLetter[] = []
  for (const { offset, value, suspect } of records) {
    if ("poison" in value) {
      letters.push({ offset, ...value })
      continue
    }
    const reason = problemOf(value) ?? (suspect && unstorable(value))
    if (reason === undefined) admissible.push({ offset, envelope: value })
    else letters.push({ offset, poison: JSON.stringify(value), reason })
  }
  return { admissible, letters }
}

/** The collector writes whole envelopes; a direct producer may not. */
function problemOf(value: Partial<Envelope>): string | undefined {
  const { shop, source, received_at, event } = value
  if (typeof shop !== "string" || shop === "") return `shop: expected a shop id, got ${JSON.stringify(shop)}`
  if (source !== "browser" && source !== "server")
    return `source: expected browser or server, got ${JSON.stringify(source)}`
  if (Number.isNaN(Date.parse(received_at ?? "")))
    return `received_at: expected an ISO 8601 time, got ${JSON.stringify(received_at)}`
  if (typeof event !== "object" || event === null) return "event: expected an object"
  if (typeof event.event_id !== "string" || event.event_id === "") return "event.event_id: expected 1 to 64 characters"
  if (typeof event.event_type !== "string") return "event.event_type: expected a text"
  if (!(Date.parse(event.timestamp) >= 0)) return "event.timestamp: expected an ISO 8601 time since 1970"
  return undefined
}

function unstorable({ event }: Envelope): string | undefined {
  const place = unstorableIn(event, "event")
  return place && `${place}: expected text without NUL and lone surrogates`
}

async function admit(tx: Tx, records: readonly Admissible[]): Promise<readonly Admissible[]> {
  if (records.length === 0) return records
  const fresh = await tx.admit(
    records.map(({ envelope: { shop, received_at, event } }) => ({ shop, id: event.event_id, received_at })),
  )
  return records.filter((_, i) => fresh[i])
}

async function entitiesBefore(tx: Tx, records: readonly Admissible[]): Promise<ReadonlyMap<string, Entity>> {
  const ids = entitiesOf(records.map(({ envelope }) => envelope))
  const entities = ids.length > 0 ? await tx.entities(ids) : []
  return new Map(entities.map(entity => [entityKey(entity), entity]))
}

/** The touched cells as they will be: what is stored, from hot memory where it is known, merged with what was folded. */
async function merged(
  tx: Tx,
  folded: Folded,
  hot: HotCells,
  { currencyOf, clock }: BatchContext,
): Promise<Map<string, Cell>> {
  const cells = bounded(folded.cells, hot.census, at => hot.has(at))
  const hotFrom = Math.floor(clock() / 60_000) - HOT_MINUTES
  const known = new Map<string, State>()
  const unknown: CellId[] = []
  for (const [at, { shop, metric, minute, dim, key }] of cells) {
    const state = minute < hotFrom ? undefined : hot.get(at)
    if (state === undefined) unknown.push({ shop, metric, minute, dim, key })
    else known.set(at, state)
  }
  if (unknown.length > 0) for (const cell of await tx.cells(unknown)) known.set(cellKey(cell), cell.state)
  const result = new Map<string, Cell>()
  for (const [at, { plugin, state: delta, shop, metric, minute, dim, key }] of cells) {
    const before = known.get(at)
    const state = before === undefined ? delta : monoidOf(plugin).merge(before, delta)
    result.set(at, { shop, metric, minute, dim, key, state, value: numberOf(plugin, state, currencyOf(shop)) })
  }
  return result
}

async function save(
  tx: Tx,
  cells: readonly Cell[],
  { entities }: Folded,
  admitted: readonly Admissible[],
  letters: readonly DeadLetter[],
): Promise<void> {
  // What is kept out of the numbers stays out of the raw events too: a backfill must come to the same numbers.
  const raw: RawEvent[] = admitted
    .filter(({ envelope }) => !envelope.bot?.excluded)
    .map(({ offset, envelope: { shop, source, received_at, event } }) => ({ shop, source, received_at, offset, event }))
  await Promise.all([
    cells.length > 0 && tx.saveCells(cells),
    entities.length > 0 && tx.saveEntities(entities),
    raw.length > 0 && tx.appendRaw(raw),
    letters.length > 0 && tx.deadLetter(letters),
  ])
}

function touched(cells: Iterable<Cell>): Committed["metrics"] {
  const metrics = new Map<string, Set<string>>()
  for (const { shop, metric } of cells) {
    const names = metrics.get(shop)
    if (names) names.add(metric)
    else metrics.set(shop, new Set([metric]))
  }
  return metrics
}
