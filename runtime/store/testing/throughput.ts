/**
 * Measures the hot path of the SQLite store: transactions as the pipeline makes them, of 1,000 events each, one after
 * another, and reads beside them. The fold is left out.
 *
 * usage: bun throughput.ts [TRANSACTIONS]
 */
import { cpus } from "node:os"
import { withFolder } from "../../testing/folder.ts"
import { MINUTE } from "../calendar.ts"
import { sqliteStore } from "../drivers/sqlite.ts"
import type { Cell, Entity, RawEvent, Store } from "../store.ts"
import { add, at, cell, writer } from "./rows.ts"

const EVENTS = 1_000
const START = at("2025-01-03T12:00:00Z")

/** What one transaction writes, made before the clock starts. */
interface Work {
  candidates: { shop: string; id: string; received_at: string }[]
  entities: Entity[]
  cells: Cell[]
  raw: RawEvent[]
}

/** 400 sessions of 400 bytes, half of them new, 300 cells of a rising minute, 1,000 events of 400 bytes. */
function workOf(n: number, newId: () => string): Work {
  const now = START + n * 1_000
  const received_at = new Date(now).toISOString()
  const ids = Array.from({ length: EVENTS }, newId)
  return {
    candidates: ids.map(id => ({ shop: "demo", id, received_at })),
    entities: Array.from({ length: 400 }, (_, i) => ({
      shop: "demo",
      kind: "session",
      id: i < 200 ? ids[i]! : `returning-${(n * 7 + i) % 5_000}`,
      summary: { steps: "x".repeat(380) },
      updated: now,
      rev: 0,
    })),
    cells: Array.from({ length: 300 }, (_, i) =>
      cell(n, {
        metric: `metric_${i % 10}`,
        minute: Math.floor(now / MINUTE),
        dim: ["", "country", "product"][i % 3]!,
        key: i < 10 ? "" : `key ${i}`,
      }),
    ),
    raw: ids.map((event_id, i) => ({
      shop: "demo",
      source: "browser",
      received_at,
      offset: n * EVENTS + i,
      event: {
        event_id,
        event_type: "product_view",
        timestamp: received_at,
        session_id: ids[i % 200]!,
        user_id: `visitor-${i % 150}`,
        product: { id: `product-${i % 50}`, name: "A thing with a name", category: "Things", price: 19.99 },
        page: { url: `https://shop.example/products/${i % 50}`, title: "t".repeat(60) },
      },
    })),
  }
}

function commit(store: Store, n: number, { candidates, entities, cells, raw }: Work): Promise<void> {
  return store.transact(writer(), async tx => {
    await tx.fence(n === 0 ? undefined : n * EVENTS, (n + 1) * EVENTS)
    await tx.admit(candidates)
    const known = new Map((await tx.entities(entities)).map(({ id, rev }) => [id, rev]))
    await tx.cells(cells)
    await Promise.all([
      tx.saveCells(cells),
      tx.saveEntities(entities.map(entity => ({ ...entity, rev: known.get(entity.id) ?? 0 }))),
      tx.appendRaw(raw),
    ])
  })
}

async function measure(name: string, transactions: number, newId: () => string): Promise<void> {
  await withFolder(async folder => {
    const store = await sqliteStore({ folder })
    let committing = 0
    let slowest = 0
    for (let n = 0; n < transactions; n++) {
      const work = workOf(n, newId)
      const begun = performance.now()
      await commit(store, n, work)
      const took = performance.now() - begun
      committing += took
      slowest = Math.max(slowest, took)
    }
    const rate = Math.round((transactions * EVENTS) / (committing / 1_000))
    const each = (committing / transactions).toFixed(1)
    console.log(`${name}: ${rate} events/s; a transaction ${each} ms, the slowest ${slowest.toFixed(0)} ms`)

    const query = { shop: "demo", metric: "metric_0", dim: "product", from: START, to: START + 86_400_000 }
    const reading = performance.now()
    const rows = await store.read(query, "minute")
    console.log(`  read of ${rows.length} cells: ${(performance.now() - reading).toFixed(1)} ms`)
    const rolling = performance.now()
    const behind = await store.dirty(Number.MAX_SAFE_INTEGER, 1_000)
    for (const bucket of behind) await store.rollUp(bucket, add)
    console.log(`  roll-up of ${behind.length} buckets: ${(performance.now() - rolling).toFixed(0)} ms`)
    const syncing = performance.now()
    await store.sync()
    console.log(`  sync: ${(performance.now() - syncing).toFixed(0)} ms`)
    await store.close()
  })
}

const transactions = Number(process.argv[2] ?? 300)
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model}, Bun ${Bun.version}; ${transactions} transactions of ${EVENTS} events`,
)
await measure("UUIDv7 ids", transactions, () => Bun.randomUUIDv7())
await measure("random UUIDs", transactions, () => crypto.randomUUID())
await measure("other random ids", transactions, () => `evt_${Math.random().toString(36).slice(2)}`)
