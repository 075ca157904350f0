import { expect } from "bun:test"
import type { Batch } from "../../log.ts"
import { collect, envelope, envelopes, ids, idsOf, visitorPerPartition } from "../envelopes.ts"
import type { Property } from "../rig.ts"

/** How batches come: in order, without gaps, resumed, woken, ended. */
export function consuming(property: Property): void {
  property("batches leave no gap, repeat nothing and stay under their limit", { batch: 7 }, async ({ log }) => {
    for (let i = 0; i < 10; i++) await log.append(envelopes(5, `call-${i}`))
    const batches = await collect(log, 50)
    let position = 0
    for (const { from, next, records, log: id } of batches) {
      expect(id).toBe(log.id)
      expect(from).toBe(position)
      expect(records.map(({ offset }) => offset)).toEqual(records.map((_, i) => from + i))
      expect(next).toBe(from + records.length)
      expect(records.length).toBeWithin(1, 8)
      position = next
    }
    expect(position).toBe(50)
  })

  property("a consumer goes on exactly where its checkpoint says", { partitions: 2, batch: 4 }, async ({ log }) => {
    const visitors = visitorPerPartition(2)
    await log.append(visitors.flatMap((visitor, p) => envelopes(10, `p${p}`, visitor)))
    const batches = await collect(log, 13, [5, 2])
    expect(idsOf(batches.filter(({ partition }) => partition === 0))).toEqual(ids("p0", 5, 10))
    expect(idsOf(batches.filter(({ partition }) => partition === 1))).toEqual(ids("p1", 2, 10))
  })

  property("a consumer that waits at the end is woken by an append", {}, async ({ log }) => {
    const done = new AbortController()
    const batches = log.consume(async () => 0, done.signal)[Symbol.asyncIterator]()
    const waiting = batches.next()
    await log.append([envelope("a")])
    expect(idsOf((await waiting).value)).toEqual(["a"])
    const again = batches.next()
    await log.append([envelope("b")])
    expect(idsOf((await again).value)).toEqual(["b"])
    await batches.return?.()
  })

  property("abort ends an iteration that waits, and one that does not", { batch: 1 }, async ({ log }) => {
    const waits = new AbortController()
    const waiting = log
      .consume(async () => 0, waits.signal)
      [Symbol.asyncIterator]()
      .next()
    waits.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })

    await log.append(envelopes(10))
    const busy = new AbortController()
    const seen: Batch[] = []
    for await (const round of log.consume(async () => 0, busy.signal)) {
      seen.push(...round)
      busy.abort()
    }
    expect(idsOf(seen)).toEqual(["e-0"])
  })

  property("closing ends an iteration that waits; a closed log takes nothing more", {}, async ({ log }) => {
    const waiting = log
      .consume(async () => 0, new AbortController().signal)
      [Symbol.asyncIterator]()
      .next()
    await log.close()
    expect(await waiting).toEqual({ done: true, value: undefined })
    await expect(log.append([envelope("late")])).rejects.toThrow("closed")
  })

  property("a slow consumer misses nothing, however much comes meanwhile", { batch: 5, tail: 2_000 }, async rig => {
    const { log } = rig
    await log.append(envelopes(5, "before"))
    const done = new AbortController()
    const seen: Batch[] = []
    for await (const [batch] of log.consume(async () => 0, done.signal)) {
      seen.push(batch!)
      if (seen.length === 1) for (let i = 0; i < 20; i++) await log.append(envelopes(10, `call-${i}`))
      if (batch!.next === 205) done.abort()
    }
    const expected = [...ids("before", 0, 5), ...Array.from({ length: 20 }, (_, i) => ids(`call-${i}`, 0, 10)).flat()]
    expect(idsOf(seen)).toEqual(expected)
  })

  property(
    "a round has no partition twice, and a busy partition does not starve another",
    { partitions: 2, batch: 1 },
    async ({ log }) => {
      const [busy, quiet] = visitorPerPartition(2)
      await log.append([...envelopes(50, "busy", busy), ...envelopes(2, "quiet", quiet)])
      const rounds: Batch[][] = []
      for await (const round of log.consume(async () => 0, new AbortController().signal)) {
        if (rounds.push([...round]) === 2) break
      }
      for (const round of rounds) expect(new Set(round.map(({ partition }) => partition)).size).toBe(round.length)
      expect(idsOf(rounds.flat()).toSorted()).toEqual(["busy-0", "busy-1", "quiet-0", "quiet-1"])
    },
  )

  property("only one iteration at a time; the next one asks anew where to go on", {}, async ({ log }) => {
    await log.append(envelopes(4))
    const first = log.consume(async () => 0, new AbortController().signal)[Symbol.asyncIterator]()
    await first.next()
    const second = log.consume(async () => 0, new AbortController().signal)[Symbol.asyncIterator]()
    await expect(second.next()).rejects.toThrow("consumed already")
    await first.return?.()
    expect(idsOf(await collect(log, 1, [3]))).toEqual(["e-3"])
  })
}
