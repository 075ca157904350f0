import { expect, test } from "bun:test"
import fc from "fast-check"
import { makeFolder } from "../../../testing/folder.ts"
import type { Log } from "../../log.ts"
import { collect, envelope, recordsOf } from "../../testing/envelopes.ts"
import { memoryLog } from "../memory.ts"
import { sqliteLog } from "../sqlite.ts"

const PARTITIONS = 2

const step = fc.oneof(
  fc.record({
    kind: fc.constant("append" as const),
    visitors: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant("trim" as const),
    partition: fc.nat({ max: PARTITIONS - 1 }),
    offset: fc.nat({ max: 60 }),
  }),
  fc.record({ kind: fc.constant("reopen" as const) }),
  fc.record({ kind: fc.constant("read" as const), skip: fc.nat({ max: 20 }) }),
)

/** Everything the log holds, per partition, but for the first `skip` records of each. */
async function held(log: Log, skip: number): Promise<unknown> {
  const state = await log.state()
  const from = state.map(({ first, end }) => Math.min(first + skip, end))
  const count = state.reduce((sum, { end, partition }) => sum + end - from[partition]!, 0)
  const batches = await collect(log, count, from)
  return { state, records: state.map(({ partition }) => recordsOf(batches, partition)) }
}

test(
  "whatever the order of appends, trims, reopenings and reads, it agrees with the reference model",
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
        const { folder, remove } = makeFolder()
        const options = { folder, partitions: PARTITIONS, batch: 8, tail: 4_000 }
        const model = memoryLog({ partitions: PARTITIONS })
        let log = await sqliteLog(options)
        try {
          for (const [i, step] of steps.entries()) {
            if (step.kind === "append") {
              const records = step.visitors.map((visitor, j) => envelope(`${i}-${j}`, `visitor-${visitor}`))
              await Promise.all([log.append(records), model.append(records)])
            } else if (step.kind === "trim") {
              await Promise.all([log.trim(step.partition, step.offset), model.trim(step.partition, step.offset)])
            } else if (step.kind === "reopen") {
              await log.close()
              log = await sqliteLog(options)
            } else {
              expect(await held(log, step.skip)).toEqual(await held(model, step.skip))
            }
          }
          expect(await held(log, 0)).toEqual(await held(model, 0))
        } finally {
          await log.close()
          remove()
        }
      }),
      { numRuns: 40 },
    ),
  20_000,
)
