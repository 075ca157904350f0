import { traffic } from "../../demo/traffic.ts"
import type { LogRecord, Offset } from "../../log/log.ts"
import { partitionKey, partitionOf } from "../../log/partition.ts"
import { HotState } from "../../pipeline/hot.ts"
import type { Registry } from "../../pipeline/registry.ts"
import { commitBatch, type RoundContext } from "../../pipeline/round.ts"
import { rollUps } from "../../pipeline/upkeep.ts"
import type { Store } from "../../store/store.ts"
import { lastEvening, SHOP, SPAN_MS } from "./shop.ts"

export interface Fill {
  store: Store
  registry: Registry
  /** How many events the shop shall have been sent. */
  events: number
  /** As many writers as the log of such an installation has partitions. */
  partitions: number
  /** Told of every batch: how many events were taken in by this run, and how many are there of all. */
  onProgress(taken: number, there: number): void
}

/** Large, because it makes the same rows as small ones do, in less time. */
const BATCH = 20_000
const BREATH = 500

/**
 * Makes shoppers' events and takes them in as the pipeline does, rolled up in the end. What is there is not taken in
 * again: a fill that was broken off goes on, one that is whole is left as it is.
 * @returns `end`: when the last event is to have happened, epoch ms, which is the time to ask at; and how many events
 * were taken in by this run
 * @throws Error where the store holds anything else
 */
export async function fill({
  store,
  registry,
  events,
  partitions,
  onProgress,
}: Fill): Promise<{ end: number; taken: number }> {
  const log = `bench of ${events}`
  await assertOwn(store, log)
  const end = await endOf(store)
  const context: RoundContext = { store, registry, clock: () => end, currencyOf: () => SHOP.currency }
  const lanes = await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => openLane(context, log, partition)),
  )
  const there = () => lanes.reduce((sum, lane) => sum + lane.checkpoint, 0)
  const before = there()
  await store.saveShop(SHOP)
  if (before < events) {
    let left = events
    for (const { json } of traffic({ seed: "bench", start: end - SPAN_MS, rate: (events / SPAN_MS) * 1_000 })) {
      const event = { currency: SHOP.currency, ...JSON.parse(json) }
      const lane = lanes[partitionOf(partitionKey(event), partitions)]!
      const received_at = new Date(end).toISOString()
      if (lane.take({ shop: SHOP.id, source: "browser", received_at, event }) === BATCH) {
        await lane.commit()
        onProgress(there() - before, there())
      }
      if (--left === 0) break
      // Making events up is one long breath: commits under way get their turn in it.
      if (left % BREATH === 0) await Bun.sleep(0)
    }
    for (const lane of lanes) await lane.commit()
    await Promise.all(lanes.map(lane => lane.committed()))
  }
  await rollUpAll(context)
  return { end, taken: there() - before }
}

/** One writer: while it commits a batch, its next one is gathered. */
async function openLane(context: RoundContext, log: string, partition: number) {
  const hot = new HotState()
  let checkpoint = await context.store.checkpoint({ log, partition })
  const there = checkpoint ?? 0
  let offset: Offset = 0
  let records: LogRecord[] = []
  let underWay: Promise<unknown> = Promise.resolve()

  async function commitAll(from: Offset, some: LogRecord[]): Promise<void> {
    const next = from + some.length
    await commitBatch(context, { log, partition, from, next, records: some }, checkpoint, hot)
    checkpoint = next
  }

  return {
    get checkpoint() {
      return checkpoint ?? 0
    },
    /** @returns how many wait to be committed */
    take(value: LogRecord["value"]): number {
      if (offset >= there) records.push({ offset, value })
      offset++
      return records.length
    },
    async commit(): Promise<void> {
      await underWay
      if (records.length === 0) return
      underWay = commitAll(offset - records.length, records)
      records = []
    },
    committed: () => underWay,
  }
}

async function assertOwn(store: Store, log: string): Promise<void> {
  const other = (await store.sync()).find(writer => writer.log !== log)
  if (other)
    throw new Error(`expected an empty store, or one with the ${log} events; this one has followed ${other.log}`)
}

/** All events came in at the end of the stretch that they fill, so any of them tells it. */
async function endOf(store: Store): Promise<number> {
  const [newest] = await store.recentRaw(SHOP.id, 1)
  return newest ? Date.parse(newest.received_at) : lastEvening(Date.now())
}

async function rollUpAll(context: RoundContext): Promise<void> {
  const behind = () => context.store.dirty(context.clock(), 1, [...context.registry.metrics.keys()])
  while ((await behind()).length > 0) await rollUps(context)
}
