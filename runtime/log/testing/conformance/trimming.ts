import { expect } from "bun:test"
import { LogGap } from "../../log.ts"
import { collect, envelope, envelopes, ids, idsOf, recordsOf, visitorPerPartition } from "../envelopes.ts"
import { forget, type Open, type Property, type Skips } from "../rig.ts"

/** What a log may forget, and that a gap is never silent. */
export function trimming(property: Property, open: Open, skips: Skips): void {
  property("a log forgets what it was told and nothing else", { partitions: 2, batch: 3 }, async rig => {
    const { log } = rig
    const visitors = visitorPerPartition(2)
    for (const [p, visitor] of visitors.entries()) await log.append(envelopes(10, `p${p}`, visitor))
    await forget(rig, 0, 4)
    expect(await log.state()).toEqual([
      { partition: 0, first: 4, end: 10 },
      { partition: 1, first: 0, end: 10 },
    ])
    const batches = await collect(log, 16, [4, 0])
    expect(idsOf(batches.filter(({ partition }) => partition === 0))).toEqual(ids("p0", 4, 10))
    expect(idsOf(batches.filter(({ partition }) => partition === 1))).toEqual(ids("p1", 0, 10))
  })

  property(
    "offsets go on rising after everything was trimmed; an earlier trim undoes nothing",
    {},
    async ({ log }) => {
      await log.append(envelopes(5, "old"))
      await log.trim(0, 99)
      await log.trim(0, 2)
      expect(await log.state()).toEqual([{ partition: 0, first: 5, end: 5 }])
      await log.append([envelope("new")])
      expect(recordsOf(await collect(log, 1, [5]))).toEqual([{ offset: 5, value: envelope("new") }])
    },
    skips.trim,
  )

  for (const [title, wanted] of [
    ["a checkpoint before the first held record", 3],
    ["no checkpoint though records are gone", undefined],
    ["a checkpoint beyond the end", 11],
  ] as const) {
    property(`${title} is a LogGap`, {}, async rig => {
      const { log } = rig
      await log.append(envelopes(10))
      await forget(rig, 0, 4)
      const gap = await collect(log, 1, [wanted]).catch((error: unknown) => error)
      expect(gap).toBeInstanceOf(LogGap)
      expect(gap).toMatchObject({ log: log.id, partition: 0, wanted: wanted ?? 0, first: 4, end: 10 })
    })
  }

  property("another log has another id", {}, async ({ log }) => {
    const other = await open({})
    try {
      expect(other.log.id).not.toBe(log.id)
    } finally {
      await other.dispose()
    }
  })
}
