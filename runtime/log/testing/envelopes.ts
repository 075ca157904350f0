import type { Batch, Envelope, Log, LogRecord, Offset, Round } from "../log.ts"
import { partitionOf } from "../partition.ts"

/** An envelope that is told from others by its event id. The visitor picks the partition. */
export function envelope(id: string, visitor = "visitor"): Envelope {
  const timestamp = "2025-01-03T10:30:00.123Z"
  return {
    shop: "demo",
    source: "browser",
    received_at: timestamp,
    event: { event_id: id, event_type: "product_view", timestamp, user_id: visitor },
  }
}

/** Envelopes `prefix-0`, `prefix-1` … of one visitor. */
export function envelopes(count: number, prefix = "e", visitor = "visitor"): Envelope[] {
  return Array.from({ length: count }, (_, i) => envelope(`${prefix}-${i}`, visitor))
}

/** Consumes until `count` records have come; waits for them, so a lost record fails the test by its time limit. */
export async function collect(log: Log, count: number, from: readonly (Offset | undefined)[] = []): Promise<Batch[]> {
  const done = new AbortController()
  const batches: Batch[] = []
  let missing = count
  if (count === 0) return batches
  for await (const round of log.consume(async (_, partition) => from[partition], done.signal)) {
    batches.push(...round)
    missing -= recordsIn(round)
    if (missing <= 0) done.abort()
  }
  return batches
}

export const recordsIn = (round: Round): number => round.reduce((sum, { records }) => sum + records.length, 0)

/** The records of one partition, in the order they came; without the texts, which a log may or may not have at hand. */
export function recordsOf(batches: readonly Batch[], partition = 0): Omit<LogRecord, "text">[] {
  const records = batches.filter(batch => batch.partition === partition).flatMap(batch => batch.records)
  return records.map(({ text, ...record }) => record)
}

/** The event ids of all batches; a poison record reads `poison`. */
export function idsOf(batches: readonly Batch[]): string[] {
  return batches.flatMap(batch =>
    batch.records.map(({ value }) => ("poison" in value ? "poison" : value.event.event_id)),
  )
}

/** A visitor for each partition, in their order. */
export function visitorPerPartition(partitions: number): string[] {
  const visitors: string[] = []
  for (let i = 0; visitors.filter(Boolean).length < partitions; i++) {
    visitors[partitionOf(`visitor-${i}`, partitions)] ??= `visitor-${i}`
  }
  return visitors
}

/** The ids of `envelopes(…, prefix)`, from one number to before another. */
export function ids(prefix: string, from: Offset, next: Offset): string[] {
  return Array.from({ length: next - from }, (_, i) => `${prefix}-${from + i}`)
}
