import type { Batch, Envelope, LogRecord, Offset } from "../log/log.ts"
import type { Breaker } from "../plugins/breaker.ts"
import type { Cell, DeadLetter, EntityId, RawEvent, Store, Tx } from "../store/store.ts"
import { bound } from "./census.ts"
import type { Committed } from "./committed.ts"
import { type Folded, fold } from "./fold.ts"
import { Guard } from "./guard.ts"
import type { HotState } from "./hot.ts"
import { merged } from "./merge.ts"
import { joined, type Missed, missedNote } from "./missed.ts"
import type { Registry } from "./registry.ts"
import { Roster } from "./roster.ts"
import { slowMetrics } from "./stopwatch.ts"
import { unstorableIn } from "./unstorable.ts"

export interface BatchContext {
  store: Store
  /** In development it may be another for the next batch. */
  readonly registry: Registry
  /** ISO 4217 currency of a shop: what a money cell's `value` is in. */
  currencyOf(shop: string): string | undefined
  clock(): number
  /** Leaves out metrics that fail again and again; absent: none. */
  breaker?: Breaker
}

export interface BatchResult extends Committed {
  /** Events counted for the first time, seen before, and dead-lettered. */
  admitted: number
  duplicates: number
  poison: number
  failures: Folded["failures"]
  /** How many records of the log each metric did not count, though it might have had to. */
  missed: ReadonlyMap<string, number>
  /** Milliseconds from taking the batch to its commit. */
  took: number
}

interface Admissible {
  offset: Offset
  envelope: Envelope
  /** The event's JSON, where the log had it at hand. */
  text?: string
}

/**
 * One batch, one transaction: fence, admit, fold, save. Where it came from and what it changed commit together, so a
 * crash anywhere replays safely.
 * @param checkpoint what this worker believes the partition's checkpoint to be
 * @throws Fenced when it is not, Stale when another writer changed an entity that `hot` knows; whatever is thrown, the
 * caller drops `hot`
 */
export async function commitBatch(
  context: BatchContext,
  batch: Batch,
  checkpoint: Offset | undefined,
  hot: HotState,
): Promise<BatchResult> {
  const { store, registry, clock, breaker } = context
  const began = clock()
  hot.assertValidAt(checkpoint)
  const { admissible, letters } = sort(batch.records)
  const outcome = await store.transact({ log: batch.log, partition: batch.partition }, async tx => {
    // Asked for together, answered in this order: one way to the store and back instead of three.
    const [, admitted, roster] = await Promise.all([
      tx.fence(checkpoint, batch.next),
      admit(tx, admissible),
      entitiesOf(tx, admissible, hot),
    ])
    keep(tx, admitted, letters)
    await sentOff()
    const envelopes = admitted.map(({ envelope }) => envelope)
    const guard = new Guard(registry, breaker)
    const folding = performance.now()
    const folded = fold(guard.registry, roster, envelopes)
    const took = performance.now() - folding
    const entities = folded.changes.map(({ now }) => now)
    if (entities.length > 0) void tx.saveEntities(entities)
    await sentOff()
    const slow = slowMetrics({ registry: guard.registry, folded, envelopes, took })
    const slices = guard.sane(folded)
    bound(slices, hot.census, id => hot.cells.slice(id), guard.spoil)
    const cells = guard.without(await merged(tx, guard.without(slices), hot.cells, { ...context, spoil: guard.spoil }))
    const missed = guard.missed(batch, folded, event => offsetIn(admitted, event))
    const notes = joined(missed, hot.missing)
    const changed = [...cells, ...notes.map(missedNote)]
    if (changed.length > 0) void tx.saveCells(changed)
    return { admitted: admitted.length, cells, entities, folded, guard, slow, missed, notes }
  })
  const { cells, entities, folded, guard, slow, missed } = outcome
  hot.commit(cells, entities, batch.next)
  hot.missing = outcome.notes.filter(({ next }) => next === batch.next)
  guard.settle(folded, slow)
  const at = clock()
  return {
    at,
    took: at - began,
    metrics: touched(cells),
    admitted: outcome.admitted,
    duplicates: admissible.length - outcome.admitted,
    poison: letters.length,
    failures: new Map([...slow, ...folded.failures, ...guard.spoiled]),
    missed: countsOf(missed),
  }
}

/** Parts what can be folded from what can only be kept with its reason. */
function sort(records: readonly LogRecord[]): { admissible: Admissible[]; letters: DeadLetter[] } {
  const admissible: Admissible[] = []
  const letters: DeadLetter[] = []
  for (const { offset, value, text, suspect } of records) {
    if ("poison" in value) {
      letters.push({ offset, ...value })
      continue
    }
    const reason = problemOf(value) ?? (suspect && unstorable(value))
    if (reason === undefined) admissible.push({ offset, envelope: value, text })
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

/** Entities as they are, from hot memory where they are known. */
async function entitiesOf(tx: Tx, records: readonly Admissible[], hot: HotState): Promise<Roster> {
  const envelopes = records.map(({ envelope }) => envelope)
  const roster = new Roster(envelopes, hot.entities)
  const unknown: EntityId[] = roster.members.filter(({ before }) => !before)
  if (unknown.length === 0) return roster
  for (const entity of await tx.entities(unknown)) {
    roster.tell(entity)
    hot.entities.put(entity)
  }
  return roster
}

/** Asked for seldom: where a metric threw. */
function offsetIn(records: readonly Admissible[], event: object): Offset {
  const found = records.find(({ envelope }) => envelope.event === event)
  if (!found) throw new Error("expected an event of the batch")
  return found.offset
}

function countsOf(missed: readonly Missed[]): BatchResult["missed"] {
  const counts = new Map<string, number>()
  for (const { metric, from, next } of missed) counts.set(metric, (counts.get(metric) ?? 0) + next - from)
  return counts
}

/** A turn in which what was asked for leaves for the store, which writes it while the batch is worked on here. */
const sentOff = (): Promise<void> => Promise.resolve()

/** Events as they came. Nobody waits for what is saved: the transaction does before it commits, and fails with what fails. */
function keep(tx: Tx, admitted: readonly Admissible[], letters: readonly DeadLetter[]): void {
  // What is kept out of the numbers stays out of the raw events too: a backfill must come to the same numbers.
  const raw: RawEvent[] = admitted
    .filter(({ envelope }) => !envelope.bot?.excluded)
    .map(({ offset, text, envelope: { shop, source, received_at, event } }) => {
      return { shop, source, received_at, offset, event, ...(text === undefined ? {} : { text }) }
    })
  if (raw.length > 0) void tx.appendRaw(raw)
  if (letters.length > 0) void tx.deadLetter(letters)
}

function touched(cells: readonly Cell[]): Committed["metrics"] {
  const metrics = new Map<string, Set<string>>()
  for (const { shop, metric } of cells) {
    const names = metrics.get(shop)
    if (names) names.add(metric)
    else metrics.set(shop, new Set([metric]))
  }
  return metrics
}
