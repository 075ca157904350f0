import { expect } from "bun:test"
import type { Envelope } from "../../log.ts"
import { collect, envelope, envelopes, ids, idsOf, recordsOf, visitorPerPartition } from "../envelopes.ts"
import { forget, type Property, type Skips } from "../rig.ts"

/** What a closed log leaves behind, and what others left in it. */
export function keeping(property: Property, skips: Skips): void {
  property(
    "closing and opening again keeps id, offsets and records",
    { partitions: 2 },
    async rig => {
      const { log, reopen } = rig
      const visitors = visitorPerPartition(2)
      for (const [p, visitor] of visitors.entries()) await log.append(envelopes(10, `p${p}`, visitor))
      await forget(rig, 0, 4)
      const before = await log.state()
      const again = await reopen!()
      expect(again.id).toBe(log.id)
      expect(again.partitions).toBe(2)
      expect(await again.state()).toEqual(before)
      await again.append(visitors.map((visitor, p) => envelope(`p${p}-10`, visitor)))
      const batches = await collect(again, 18, [4, 0])
      expect(idsOf(batches.filter(({ partition }) => partition === 0))).toEqual(ids("p0", 4, 11))
      expect(idsOf(batches.filter(({ partition }) => partition === 1))).toEqual(ids("p1", 0, 11))
    },
    skips.reopen,
  )

  property(
    "closing waits for the appends under way",
    {},
    async ({ log, reopen }) => {
      const appends = Promise.all(Array.from({ length: 10 }, (_, i) => log.append(envelopes(10, `call-${i}`))))
      const again = await reopen!()
      await appends
      expect(await again.state()).toEqual([{ partition: 0, first: 0, end: 100 }])
    },
    skips.reopen,
  )

  property(
    "any text survives: zero characters, lone surrogates, emoji, line ends",
    {},
    async ({ log, reopen }) => {
      const texts = ["a\u0000b", "\u0000", "\ud83d", "\ude00x", "🛒 größe 日本", "line\nend\r\n\u2028\u2029", '"\\', ""]
      const records = texts.map((query, i): Envelope => {
        const plain = envelope(`e-${i}`)
        return { ...plain, event: { ...plain.event, query } }
      })
      await log.append(records)
      expect(recordsOf(await collect(log, texts.length)).map(({ value }) => value)).toEqual(records)
      const again = await reopen!()
      expect(recordsOf(await collect(again, texts.length)).map(({ value }) => value)).toEqual(records)
    },
    skips.reopen,
  )

  property(
    "a record that is no envelope comes out as poison with its reason, its neighbours intact",
    { batch: 4 },
    async ({ log, foreign }) => {
      const { event, ...rest } = envelope("x")
      const texts = [
        "",
        "{",
        "17",
        "[]",
        "{}",
        JSON.stringify(rest),
        JSON.stringify({ ...rest, event: { ...event, event_id: 1 } }),
      ]
      await log.append([envelope("before")])
      const again = await foreign!([...texts, JSON.stringify(envelope("between")), "\u0000"])
      await again.append([envelope("after")])
      const batches = await collect(again, texts.length + 4)
      expect(idsOf(batches)).toEqual(["before", ...texts.map(() => "poison"), "between", "poison", "after"])
      for (const [i, { value }] of recordsOf(batches).slice(1, -3).entries()) {
        expect(value).toEqual({ poison: texts[i]!, reason: expect.stringMatching(/^not (JSON|an envelope): ./) })
      }
    },
    skips.foreign,
  )
}
