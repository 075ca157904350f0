import { print, table, thousands } from "../cli/terminal.ts"
import { sqliteLog } from "../log/drivers/sqlite.ts"
import type { Envelope, Log } from "../log/log.ts"
import { recordsIn } from "../log/testing/envelopes.ts"
import { withFolder } from "../testing/folder.ts"
import { type Bench, measured } from "./bench.ts"
import { chunks, envelopes } from "./envelopes.ts"

const EVENTS = 50_000
/** Callers that append at the same time share commits, as requests do. */
const APPENDS: readonly { callers: number; records: number }[] = [
  { callers: 1, records: 1 },
  { callers: 64, records: 1 },
  { callers: 1, records: 100 },
  { callers: 16, records: 100 },
]

const bench: Bench = {
  name: "log",
  about: "durable appends, and reading them back",
  async run() {
    const events = envelopes(EVENTS)
    const rows: string[][] = []
    for (const { callers, records } of APPENDS) {
      const some = callers === 1 && records === 1 ? events.slice(0, 1_000) : events
      rows.push(await withFolder(async folder => appending(await sqliteLog({ folder }), some, callers, records)))
    }
    rows.push(await withFolder(folder => readingFile(folder, events)))
    print(table(["", "events/s", "µs CPU/event"], rows, ""))
  },
}

export default bench

async function appending(log: Log, events: readonly Envelope[], callers: number, records: number): Promise<string[]> {
  const queue = chunks(events, records).values()
  const caller = async (): Promise<void> => {
    for (const some of queue) await log.append(some)
  }
  const { perSecond, cpuMicros } = await measured(events.length, async () => {
    await Promise.all(Array.from({ length: callers }, caller))
  })
  await log.close()
  return [`SQLite: append ${records} at a time, ${callers} at once`, thousands(perSecond), cpuMicros.toFixed(1)]
}

/** The log is opened anew after it was filled, so that nothing is left in its memory. */
async function readingFile(folder: string, events: readonly Envelope[]): Promise<string[]> {
  const full = await sqliteLog({ folder })
  for (const records of chunks(events, 1_000)) await full.append(records)
  await full.close()

  const log = await sqliteLog({ folder })
  const { perSecond, cpuMicros } = await measured(events.length, async () => {
    let left = events.length
    for await (const round of log.consume(async () => 0, new AbortController().signal)) {
      left -= recordsIn(round)
      if (left === 0) break
    }
  })
  await log.close()
  return ["SQLite: consume from the file", thousands(perSecond), cpuMicros.toFixed(1)]
}
