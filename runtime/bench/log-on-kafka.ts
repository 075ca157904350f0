import { ensureKafka } from "../../deploy/local/kafka.ts"
import { print, table, thousands } from "../cli/terminal.ts"
import { kafkaLog } from "../log/drivers/kafka.ts"
import type { Envelope, Log } from "../log/log.ts"
import { recordsIn } from "../log/testing/envelopes.ts"
import { type Bench, measured } from "./bench.ts"
import { chunks, envelopes } from "./envelopes.ts"
import { account } from "./load/process.ts"

const EVENTS = 100_000
const APPENDS: readonly { callers: number; records: number }[] = [
  { callers: 1, records: 1 },
  { callers: 64, records: 1 },
  { callers: 16, records: 100 },
]

const bench: Bench = {
  name: "log-on-kafka",
  about: "appends that every replica has, and reading them back, on a local broker",
  async run() {
    const broker = await ensureKafka(print)
    if ("missing" in broker) return print(broker.missing)
    const { kafka } = broker
    const open = (topic: string) => kafkaLog({ brokers: [kafka.bootstrap], topic, group: topic })
    const events = envelopes(EVENTS)
    const rows: string[][] = []
    try {
      for (const [i, { callers, records }] of APPENDS.entries()) {
        const some = callers === 1 ? events.slice(0, 1_000) : events
        const log = await open(`appends-${i}`)
        rows.push([
          `Kafka: append ${records} at a time, ${callers} at once`,
          ...(await costs(kafka.pid, some.length, () => append(log, some, callers, records))),
        ])
        await log.close()
      }
      const log = await open(`appends-${APPENDS.length - 1}`)
      rows.push(["Kafka: join the group and consume", ...(await costs(kafka.pid, EVENTS, () => consume(log, EVENTS)))])
      await log.close()
    } finally {
      await kafka.stop()
    }
    print(table(["", "events/s", "µs CPU/event", "of the broker"], rows, ""))
  },
}

export default bench

/** Events per second, and processor time per event of this process and of the broker. */
async function costs(pid: number, events: number, work: () => Promise<void>): Promise<string[]> {
  const spent = await account(pid)
  const { perSecond, cpuMicros } = await measured(events, work)
  const broker = ((await spent()).process * 1e6) / events
  return [thousands(perSecond), cpuMicros.toFixed(1), broker.toFixed(1)]
}

async function append(log: Log, events: readonly Envelope[], callers: number, records: number): Promise<void> {
  const queue = chunks(events, records).values()
  const caller = async (): Promise<void> => {
    for (const some of queue) await log.append(some)
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

async function consume(log: Log, events: number): Promise<void> {
  let left = events
  for await (const round of log.consume(async () => 0, new AbortController().signal)) {
    left -= recordsIn(round)
    if (left <= 0) return
  }
}
