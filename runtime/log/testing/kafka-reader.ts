/**
 * A process of its own that reads its share of a topic until it is killed, and prints `partition next` for each batch.
 * Arguments: brokers, topic, partitions.
 */
import { writeSync } from "node:fs"
import { kafkaLog } from "../drivers/kafka.ts"

const [brokers, topic, partitions] = process.argv.slice(2) as [string, string, string]
const log = await kafkaLog({ brokers: [brokers], topic, group: topic, partitions: Number(partitions) })
for await (const round of log.consume(async () => 0, new AbortController().signal)) {
  for (const { partition, next } of round) writeSync(1, `${partition} ${next}\n`)
}
