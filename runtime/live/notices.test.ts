import { expect, test } from "bun:test"
import type { Committed } from "../pipeline/committed.ts"
import type { Notice } from "../store/store.ts"
import { Announcer, committedOf, refused } from "./notices.ts"
import { ManualTimer, settled } from "./testing/timer.ts"

const commit = (at: number, shop: string, ...names: string[]): Committed => ({
  at,
  metrics: new Map([[shop, new Set(names)]]),
})

function announcing(pause?: number) {
  const timer = new ManualTimer(1_000)
  const sent: (Notice & { sentAt: number })[] = []
  const troubles: unknown[] = []
  const store = {
    isAway: false,
    async announce(notice: Notice) {
      if (store.isAway) throw new Error("the store is away")
      sent.push({ ...notice, sentAt: timer.now() })
    },
  }
  const announcer = new Announcer({ store, timer, pause, onTrouble: error => troubles.push(error) })
  return { timer, sent, store, troubles, announcer }
}

test("the first commit is told at once", async () => {
  const { announcer, sent } = announcing()
  announcer.tell(commit(990, "lamps", "revenue", "orders"))
  await settled()
  expect(sent).toEqual([{ at: 990, metrics: { lamps: ["revenue", "orders"] }, sentAt: 1_000 }])
})

test("the commits of one moment, as of several partitions, are told in one notice", async () => {
  const { announcer, timer, sent } = announcing()
  announcer.tell(commit(990, "lamps", "revenue"))
  announcer.tell(commit(985, "lamps", "orders"))
  announcer.tell(commit(992, "chairs", "orders"))
  await timer.advance(50)
  expect(sent).toMatchObject([{ at: 985, metrics: { lamps: ["revenue", "orders"], chairs: ["orders"] } }])
})

test("a thousand commits a second make twenty notices, which tell everything and the oldest commit", async () => {
  const { announcer, timer, sent } = announcing()
  for (let ms = 0; ms < 1_000; ms++) {
    announcer.tell(commit(timer.now(), ms % 2 ? "lamps" : "chairs", `metric_${ms}`))
    await timer.advance(1)
  }
  await timer.advance(50)
  expect(sent.length).toBeLessThanOrEqual(21)
  expect(sent.flatMap(({ metrics }) => Object.values(metrics).flat())).toHaveLength(1_000)
  expect(sent[1]).toMatchObject({ at: 1_001, sentAt: 1_050 })
})

test("a commit that changed no number is not told", async () => {
  const { announcer, sent } = announcing()
  announcer.tell({ at: 1, metrics: new Map() })
  await settled()
  expect(sent).toEqual([])
})

test("what could not be told goes out with the next notice", async () => {
  const { announcer, timer, sent, store, troubles } = announcing()
  store.isAway = true
  announcer.tell(commit(1_000, "lamps", "revenue"))
  await settled()
  expect(troubles).toHaveLength(1)
  store.isAway = false
  announcer.tell(commit(1_010, "lamps", "orders"))
  await timer.advance(50)
  expect(sent).toMatchObject([{ at: 1_000, metrics: { lamps: ["revenue", "orders"] } }])
})

test("stopping tells what is still untold", async () => {
  const { announcer, sent } = announcing()
  announcer.tell(commit(1_000, "lamps", "revenue"))
  await settled()
  announcer.tell(commit(1_000, "lamps", "orders"))
  await announcer.stop()
  expect(sent.map(({ metrics }) => metrics)).toEqual([{ lamps: ["revenue"] }, { lamps: ["orders"] }])
})

test("a notice reads as the commit that it tells of", () => {
  expect(committedOf({ at: 7, metrics: { lamps: ["revenue"] } })).toEqual(commit(7, "lamps", "revenue"))
})

test("of a flood of refused events the last are told, once a pause", async () => {
  const { announcer, timer, sent } = announcing(1_000)
  for (let index = 0; index < 3_000; index++) {
    const rejected = [{ index, code: "too_old", message: "expected a newer one" }]
    announcer.tell(refused({ shop: "lamps", accepted: [], rejected }, timer.now()))
    await timer.advance(1)
  }
  await timer.advance(1_000)
  expect(sent.map(({ rejected }) => rejected?.length)).toEqual([1, 20, 20, 20])
  expect(sent.at(-1)).toMatchObject({ metrics: { lamps: ["events"] } })
  expect(sent.at(-1)!.rejected!.at(-1)).toMatchObject({ shop: "lamps", at: 3_999, rejection: { index: 2_999 } })
})

test("what was refused beside commits is told with them, and alone commits tell of no refusals", async () => {
  const { announcer, timer, sent } = announcing()
  announcer.tell(commit(1_000, "lamps", "revenue"))
  await settled()
  announcer.tell(commit(1_000, "lamps", "orders"))
  announcer.tell(refused({ shop: "chairs", accepted: [], rejected: [{ index: 0, code: "a", message: "b" }] }, 1_001))
  await timer.advance(50)
  expect(sent[0]).not.toHaveProperty("rejected")
  expect(sent[1]).toMatchObject({
    metrics: { lamps: ["orders"], chairs: ["events"] },
    rejected: [{ shop: "chairs", at: 1_001 }],
  })
})
