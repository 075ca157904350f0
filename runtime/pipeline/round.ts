import type { Batch, Offset } from "../log/log.ts"
import type { Breaker } from "../plugins/breaker.ts"
import {
  type Cell,
  type DeadLetter,
  type Entity,
  type EntityId,
  type RawEvent,
  Stale,
  type Store,
  type Tx,
  type Writer,
} from "../store/store.ts"
import { bound } from "./census.ts"
import type { Committed } from "./committed.ts"
import { type Folded, fold } from "./fold.ts"
import { Guard } from "./guard.ts"
import type { HotState } from "./hot.ts"
import { merged } from "./merge.ts"
import { joined, type Missed, missedNote } from "./missed.ts"
import type { Registry } from "./registry.ts"
import { Roster } from "./roster.ts"
import { type Admissible, ofPart, type Sorted, sort } from "./sort.ts"
import { slowMetrics } from "./stopwatch.ts"

export interface RoundContext {
  store: Store
  /** In development it may be another for the next batch. */
  readonly registry: Registry
  /** ISO 4217 currency of a shop: what a money cell's `value` is in. */
  currencyOf(shop: string): string | undefined
  clock(): number
  /** Leaves out metrics that fail again and again; absent: none. */
  breaker?: Breaker
}

/** A batch of a round, and what is known of its partition. */
export interface Part {
  batch: Batch
  /** What this worker believes the partition's checkpoint to be. */
  checkpoint: Offset | undefined
  hot: HotState
}

export interface RoundResult extends Committed {
  /** Events counted for the first time, seen before, and dead-lettered. */
  admitted: number
  duplicates: number
  poison: number
  failures: Folded["failures"]
  /** How many records of the log each metric did not count, though it might have had to. */
  missed: ReadonlyMap<string, number>
  /** Milliseconds from taking the round to its commit. */
  took: number
}

/** A round of one batch, committed. @throws as `beginRound` */
export function commitBatch(
  context: RoundContext,
  batch: Batch,
  checkpoint: Offset | undefined,
  hot: HotState,
): Promise<RoundResult> {
  return beginRound(context, [{ batch, checkpoint, hot }]).committed
}

export interface RoundUnderWay {
  /** Resolves when everything is folded and on its way to the store: the next round may build on what is hot now. */
  folded: Promise<Folding>
  committed: Promise<RoundResult>
}

/** A round that is folded, and perhaps not committed yet. */
export interface Folding {
  /** Resolves when the store holds its partitions: from then on the fence of the next one waits for its end. */
  fenced: Promise<unknown>
}

/**
 * One round, one transaction: admit, fold, fence, save. Where it came from and what it changed commit together, so a
 * crash anywhere replays safely. Batches of several partitions are folded as one, and what they add stands in the cells
 * of the first: readers merge writers, so it is no matter in whose cells an event is counted, while each cell that
 * several partitions touch is written once instead of once for each. The fence of the first partition is what makes its
 * cells this worker's.
 *
 * The round after this one may be begun when this one is folded, before it is committed: what is hot is then ahead of the
 * store. Its fence waits until this one has ended, and refuses it unless this one has committed; so everything that it
 * reads before its fence is hot, or nothing that this one touches. Where what is hot is not known to be right, the fence
 * comes first.
 * @param parts at least one, at most one of each partition, by their numbers: workers that share partitions while they
 * change hands then never wait for each other in a circle
 * @param before the round before this one, where it may not be committed yet
 * @throws Fenced (`committed` does) when a checkpoint is not what it is believed to be, Stale when another writer changed
 * an entity that is hot; whatever is thrown, the caller drops what is hot
 */
export function beginRound(context: RoundContext, parts: readonly Part[], before?: Folding): RoundUnderWay {
  const folded = Promise.withResolvers<Folding>()
  const committed = commitRound(context, parts, before, folded.resolve)
  committed.catch(folded.reject)
  folded.promise.catch(() => {})
  return { folded: folded.promise, committed }
}

async function commitRound(
  context: RoundContext,
  parts: readonly Part[],
  before: Folding | undefined,
  onFolded: (folding: Folding) => void,
): Promise<RoundResult> {
  const { store, registry, clock, breaker } = context
  const began = clock()
  const isHot = parts.map(({ hot, checkpoint }) => hot.isValidAt(checkpoint)).every(Boolean)
  const { hot } = parts[0]!
  let isFolded = false
  const sorted = parts.map(({ batch }, part) => sort(batch.records, part))
  const admissible = sorted.flatMap(({ admissible }) => admissible)
  const writers = parts.map(({ batch: { log, partition } }): Writer => ({ log, partition }))
  const [first, ...beside] = writers
  const work = async (tx: Tx) => {
    // What is hot has gone on: the next round may stand on what this one came to, which must not become another.
    if (isFolded) throw new Stale("the store asks for a round again that was folded already: it is read again")
    // Asked for together, answered in this order: one way to the store and back instead of three.
    const fence = () => parts.map(({ checkpoint, batch }, part) => tx.fence(checkpoint, batch.next, writers[part]))
    if (!isHot) await before?.fenced
    let fences = isHot ? [] : fence()
    const [admitted, roster] = await Promise.all([admit(tx, admissible), entitiesOf(tx, sorted, parts), ...fences])
    for (const [part, of] of writers.entries()) keep(tx, of, ofPart(admitted, part), sorted[part]!.letters)
    await sentOff()
    const envelopes = admitted.map(({ envelope }) => envelope)
    const guard = new Guard(registry, breaker)
    const folding = performance.now()
    const folded = fold(guard.registry, roster, envelopes)
    const took = performance.now() - folding
    if (isHot) {
      await before?.fenced
      fences = fence()
    }
    const slow = slowMetrics({ registry: guard.registry, folded, envelopes, took })
    const slices = guard.sane(folded)
    bound(slices, hot.census, id => hot.cells.slice(id), guard.spoil)
    // Cells that are not hot are asked for before the store has entities to write, so that the answer comes meanwhile.
    const merging = merged(tx, guard.without(slices), hot.cells, { ...context, spoil: guard.spoil })
    if (folded.changes.length > 0) void tx.saveEntities(folded.changes.map(({ now }) => now))
    const cells = guard.without(await merging)
    if (cells.length > 0) void tx.saveCells(cells)
    const notes = parts.map(({ batch, hot }, part) => {
      const missed = guard.missed(batch, folded, event => offsetIn(ofPart(admitted, part), event))
      const notes = joined(missed, hot.missing)
      if (notes.length > 0) void tx.saveCells(notes.map(missedNote), writers[part])
      return { missed, notes }
    })
    for (const [part, { batch, hot }] of parts.entries()) {
      const entities = folded.changes.filter(change => change.part === part).map(({ now }) => now)
      hot.advance(part === 0 ? cells : [], entities, batch.next)
      hot.missing = notes[part]!.notes.filter(({ next }) => next === batch.next)
    }
    isFolded = true
    onFolded({ fenced: Promise.allSettled(fences) })
    return { admitted: admitted.length, cells, folded, guard, slow, missed: notes.flatMap(({ missed }) => missed) }
  }
  const { admitted, cells, folded, guard, slow, missed } = await store.transact(first!, work, beside)
  guard.settle(folded, slow)
  const at = clock()
  return {
    at,
    took: at - began,
    metrics: touched(cells),
    admitted,
    duplicates: admissible.length - admitted,
    poison: sorted.reduce((sum, { letters }) => sum + letters.length, 0),
    failures: new Map([...slow, ...folded.failures, ...guard.spoiled]),
    missed: countsOf(missed),
  }
}

async function admit(tx: Tx, records: readonly Admissible[]): Promise<readonly Admissible[]> {
  if (records.length === 0) return records
  const fresh = await tx.admit(
    records.map(({ envelope: { shop, received_at, event } }) => ({ shop, id: event.event_id, received_at })),
  )
  return records.filter((_, i) => fresh[i])
}

/** Entities as they are, from hot memory where they are known. */
async function entitiesOf(tx: Tx, sorted: readonly Sorted[], parts: readonly Part[]): Promise<Roster> {
  const roster = new Roster()
  for (const [part, { hot }] of parts.entries()) {
    const envelopes = sorted[part]!.admissible.map(({ envelope }) => envelope)
    roster.enrol(envelopes, { get: id => knownOf(id, hot, parts) }, part)
  }
  const unknown: EntityId[] = roster.members.filter(({ before }) => !before)
  if (unknown.length === 0) return roster
  for (const entity of await tx.entities(unknown)) {
    const { part } = roster.tell(entity)
    parts[part]!.hot.entities.put(entity)
  }
  return roster
}

/** Any partition may change an order, so it may be hot as another's; the others are their visitor's. */
function knownOf(id: EntityId, own: HotState, parts: readonly Part[]): Entity | undefined {
  if (id.kind !== "order") return own.entities.get(id)
  return newest(parts.map(({ hot }) => hot.entities.get(id)))
}

function newest(known: readonly (Entity | undefined)[]): Entity | undefined {
  return known.reduce((a, b) => (a && (!b || a.rev >= b.rev) ? a : b), undefined)
}

/** Where an event of the batch stands; undefined for another part's. Asked for seldom: where a metric threw. */
const offsetIn = (records: readonly Admissible[], event: object): Offset | undefined =>
  records.find(({ envelope }) => envelope.event === event)?.offset

function countsOf(missed: readonly Missed[]): RoundResult["missed"] {
  const counts = new Map<string, number>()
  for (const { metric, from, next } of missed) counts.set(metric, (counts.get(metric) ?? 0) + next - from)
  return counts
}

/** A turn in which what was asked for leaves for the store, which writes it while the batch is worked on here. */
const sentOff = (): Promise<void> => Promise.resolve()

/** Events as they came. Nobody waits for what is saved: the transaction does before it commits, and fails with what fails. */
function keep(tx: Tx, of: Writer, admitted: readonly Admissible[], letters: readonly DeadLetter[]): void {
  // What is kept out of the numbers stays out of the raw events too: a backfill must come to the same numbers.
  const raw: RawEvent[] = admitted
    .filter(({ envelope }) => !envelope.bot?.excluded)
    .map(({ offset, text, envelope: { shop, source, received_at, event } }) => {
      return { shop, source, received_at, offset, event, ...(text === undefined ? {} : { text }) }
    })
  if (raw.length > 0) void tx.appendRaw(raw, of)
  if (letters.length > 0) void tx.deadLetter(letters, of)
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
