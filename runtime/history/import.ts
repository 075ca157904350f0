import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { accept, type Sender } from "../collect/accept.ts"
import type { Envelope, Log } from "../log/log.ts"
import { importWriter } from "../pipeline/aside.ts"
import type { Shop, Store } from "../store/store.ts"
import { eventOf, type Mapping } from "./mapping.ts"
import { type Format, rowsOf } from "./rows.ts"

export interface ImportOptions {
  file: string
  format: Format
  shop: Shop
  mapping: Mapping
  log: Pick<Log, "append">
  store: Store
  clock(): number
  /** Told of each record that is left out, with its line and the reason. */
  onBad(line: number, reason: string): void
  onProgress?(records: number): void
}

export interface ImportReport {
  imported: number
  bad: number
  /** Records that an earlier run of the same file had dealt with. */
  before: number
}

/** As many as the log is sure to take at once. */
const AT_ONCE = 500

/**
 * Appends the events of a file to the log, as if the shop's server had sent them, of whatever age. How far it came is
 * kept in the store by the file's hash and the mapping, so a run that was stopped goes on there, and a file that was
 * imported is not imported again. Events without an id get one from hash and line: what a crash made it append twice, or
 * another mapping, is counted once.
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const { file, format, shop, mapping, log, store, clock, onBad, onProgress } = options
  const hash = await hashOf(file)
  const writer = importWriter(shop.id, Bun.SHA256.hash(JSON.stringify([hash, format, mapping]), "hex"))
  const before = (await store.checkpoint(writer)) ?? 0
  const report: ImportReport = { imported: 0, bad: 0, before }
  let at = before
  let records = 0
  let waiting: Envelope[] = []

  async function flush(): Promise<void> {
    if (records <= at) return
    if (waiting.length > 0) await log.append(waiting)
    report.imported += waiting.length
    waiting = []
    // After it is durable: a crash in between appends these again, with the same ids.
    await store.transact(writer, tx => tx.fence(at === 0 ? undefined : at, records))
    at = records
    onProgress?.(records)
  }

  for await (const row of rowsOf(file, format)) {
    if (++records <= before) continue
    const result = "fault" in row ? { message: row.fault } : accept(eventFrom(row), senderAt(clock(), shop))
    if ("event" in result) waiting.push(result)
    else {
      report.bad++
      onBad(row.line, result.message)
    }
    if (records - at >= AT_ONCE) await flush()
  }
  await flush()
  return report

  function eventFrom({ line, fields }: { line: number; fields: Record<string, unknown> }): object {
    return { event_id: `${hash.slice(0, 32)}-${line}`, ...eventOf(fields, mapping) }
  }
}

function senderAt(now: number, shop: Shop): Sender {
  return { shop, source: "server", receivedAt: now, received_at: new Date(now).toISOString(), skew: 0, anyAge: true }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest("hex")
}
