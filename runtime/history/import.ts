import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { accept, type Sender } from "../collect/accept.ts"
import { oversize } from "../collect/oversize.ts"
import { shown } from "../collect/shown.ts"
import { structure } from "../collect/structure.ts"
import type { Envelope, Log } from "../log/log.ts"
import { importWriter } from "../pipeline/aside.ts"
import type { Shop, Store } from "../store/store.ts"
import { eventOf, type Mapping, SENT_BY, saidIn } from "./mapping.ts"
import { RefusalReport, type Refused } from "./refusals.ts"
import { type Format, type Row, rowsOf } from "./rows.ts"
import { openSource } from "./source.ts"

export interface ImportOptions {
  file: string
  format: Format
  shop: Shop
  mapping: Mapping
  log: Pick<Log, "append">
  store: Store
  /** The file that names every record that is left out; made where there is one. */
  report: string
  clock(): number
  /** Told of each record that is left out. */
  onRefused?(refused: Refused): void
  onProgress?(progress: ImportProgress): void
}

export interface ImportProgress {
  records: number
  /** Share of the file that was read, 0 to 1. */
  share: number
}

export interface ImportReport {
  imported: number
  /** Records that were left out. */
  bad: number
  /** Records that an earlier run of the same file had dealt with. */
  before: number
}

/** As many as the log is sure to take at once. */
const AT_ONCE = 500

/**
 * Appends the events of a file to the log as if the shop's server had sent them, of whatever age, else by the rules of
 * the collector. How far it came is kept in the store by the file's hash and the mapping, so a run that was stopped goes
 * on there, and a file that was imported is not imported again. Events without an id get one from hash and line: what a
 * crash made it append twice, or another mapping, is counted once.
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const { file, format, shop, mapping, log, store, clock, onRefused, onProgress } = options
  const hash = await hashOf(file)
  const writer = importWriter(shop.id, Bun.SHA256.hash(JSON.stringify([hash, format, mapping]), "hex"))
  const before = (await store.checkpoint(writer)) ?? 0
  const report: ImportReport = { imported: 0, bad: 0, before }
  const refusals = new RefusalReport(options.report)
  const source = openSource(file)
  let at = before
  let records = 0
  let lastLine = 0
  let waiting: Envelope[] = []

  async function flush(): Promise<void> {
    if (records <= at) return
    if (waiting.length > 0) await log.append(waiting)
    report.imported += waiting.length
    waiting = []
    await refusals.flush()
    // After it is durable: a crash in between appends these again, with the same ids.
    await store.transact(writer, tx => tx.fence(at === 0 ? undefined : at, records))
    at = records
    onProgress?.({ records, share: source.share() })
  }

  for await (const row of rowsOf(source, format)) {
    if (records === before) await refusals.goOnAfter(lastLine)
    records++
    lastLine = row.line
    if (records <= before) continue
    const result = judged(row)
    if ("event" in result) waiting.push(result)
    else {
      report.bad++
      refusals.add(result)
      onRefused?.(result)
    }
    if (records - at >= AT_ONCE) await flush()
  }
  await flush()
  return report

  function judged(row: Row): Envelope | Refused {
    const { line } = row
    if ("fault" in row) return { line, reason: row.fault }
    const by = saidIn(row.fields, mapping, SENT_BY) ?? "server"
    if (by !== "server" && by !== "browser") {
      return { line, reason: `expected ${SENT_BY} to be browser or server, got ${shown(by)}` }
    }
    const event = { event_id: `${hash.slice(0, 32)}-${line}`, ...eventOf(row.fields, mapping) }
    const result = tooLarge(event) ?? accept(event, senderAt(clock(), shop, by))
    return "event" in result ? result : { line, code: result.code, reason: result.message }
  }
}

/** A record stands for itself: it has the size and the depth that an event of a request may have. */
function tooLarge(event: object) {
  const bytes = Buffer.from(JSON.stringify(event))
  const measured = structure(bytes)
  return oversize(event, { ...measured, widest: bytes.length, depth: measured.depth + 1 })
}

function senderAt(now: number, shop: Shop, source: Sender["source"]): Sender {
  return { shop, source, receivedAt: now, received_at: new Date(now).toISOString(), skew: 0, anyAge: true }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest("hex")
}
