import { expect } from "bun:test"
import { type Envelope, LogFull } from "../../log.ts"
import { collect, envelope, envelopes, idsOf, recordsOf } from "../envelopes.ts"
import type { Property, Skips } from "../rig.ts"

/** What a resolved, a rejected and a refused append mean. */
export function appending(property: Property, skips: Skips): void {
  property("an append that resolved is read back by a later consumer, in order", {}, async ({ log }) => {
    await log.append(envelopes(3, "first"))
    await log.append(envelopes(2, "second"))
    const records = recordsOf(await collect(log, 5))
    expect(records.map(record => record.offset)).toEqual([0, 1, 2, 3, 4])
    expect(records.map(record => record.value)).toEqual([...envelopes(3, "first"), ...envelopes(2, "second")])
  })

  property("many appends at once all arrive, each record once", { partitions: 3 }, async ({ log }) => {
    const calls = Array.from({ length: 50 }, (_, i) => envelopes(7, `call-${i}`, `visitor-${i}`))
    await Promise.all(calls.map(call => log.append(call)))
    const expected = calls.flat().map(({ event }) => event.event_id)
    expect(idsOf(await collect(log, 350)).toSorted()).toEqual(expected.toSorted())
    expect((await log.state()).reduce((sum, { end }) => sum + end, 0)).toBe(350)
  })

  property("a visitor's events keep their order, whoever else appends", { partitions: 3 }, async ({ log }) => {
    const visitors = Array.from({ length: 10 }, (_, i) => `visitor-${i}`)
    const rounds = Array.from({ length: 20 }, (_, i) => visitors.map(visitor => envelope(`${visitor}/${i}`, visitor)))
    await Promise.all(rounds.map(round => log.append(round)))
    const ids = idsOf(await collect(log, 200))
    for (const visitor of visitors) {
      const own = ids.filter(id => id.startsWith(`${visitor}/`))
      expect(own).toEqual(rounds.map((_, i) => `${visitor}/${i}`))
    }
  })

  property("where a record comes with a text, it is its event's JSON", {}, async ({ log }) => {
    const unlike = { ...envelope("c"), source: "server" as const }
    await log.append([...envelopes(2), unlike, { ...unlike, bot: { reason: "pace", excluded: true } }])
    const records = (await collect(log, 4)).flatMap(batch => batch.records)
    for (const { value, text } of records) {
      if (text !== undefined) expect(text).toBe(JSON.stringify((value as Envelope).event))
    }
  })

  property("appending nothing resolves and leaves nothing", {}, async ({ log }) => {
    await log.append([])
    expect(await log.state()).toEqual([{ partition: 0, first: 0, end: 0 }])
  })

  property(
    "an overfull log refuses with LogFull, takes nothing of what it refused and all of what it did not",
    { bound: 10_000 },
    async ({ log }) => {
      const calls = Array.from({ length: 40 }, (_, i) => envelopes(10, `call-${i}`))
      const outcomes = await Promise.allSettled(calls.map(call => log.append(call)))
      const refused = outcomes.filter(outcome => outcome.status === "rejected")
      expect(refused.length).toBeWithin(1, 40)
      for (const { reason } of refused) expect(reason).toBeInstanceOf(LogFull)

      const taken = calls.filter((_, i) => outcomes[i]!.status === "fulfilled").flat()
      await log.append([envelope("afterwards")])
      const expected = [...taken.map(({ event }) => event.event_id), "afterwards"]
      expect(idsOf(await collect(log, expected.length))).toEqual(expected)
    },
    skips.full,
  )
}
