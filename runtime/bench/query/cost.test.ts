import { afterAll, describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../../sdk/event.ts"
import { traffic } from "../../demo/traffic.ts"
import { HotState } from "../../pipeline/hot.ts"
import { commitBatch } from "../../pipeline/round.ts"
import { rollUps } from "../../pipeline/upkeep.ts"
import { postgresStore } from "../../store/drivers/postgres.ts"
import { sqliteStore } from "../../store/drivers/sqlite.ts"
import type { Store } from "../../store/store.ts"
import { databasesOn, testServer } from "../../store/testing/databases.ts"
import { withFolder } from "../../testing/folder.ts"
import { chunks } from "../envelopes.ts"
import { shippedMetrics } from "../registry.ts"
import { type MadeOf, questionsOf } from "./questions.ts"
import { serveAnswers } from "./serve.ts"
import { lastEvening, SHOP } from "./shop.ts"
import { writeDown } from "./written.ts"

const registry = await shippedMetrics()
const end = lastEvening(Date.now())
const TWO_HOURS = 7_200_000
/** Times the shoppers that are alike: where a batch ends decides whether a cell that comes to nothing is ever written. */
const EVENTS_OF_A_BATCH = 200

/** What a question was answered from. */
interface Answered {
  madeOf: MadeOf
  path: string
  /** Rows that the store gave. */
  rows: { cells: number; records: number }
  /** How many events, orders or notes the answer shows. */
  shown: number
}

describe("SQLite", () =>
  costs(work =>
    withFolder(async folder => {
      const store = await sqliteStore({ folder })
      await work(store)
      await store.close()
    }),
  ))

const server = await testServer("what a question costs on PostgreSQL")
if (server) {
  const databases = await databasesOn(server.url)
  describe("PostgreSQL", () =>
    costs(async work => {
      const url = await databases.fresh()
      const store = await postgresStore({ url })
      await work(store)
      await store.close()
      await databases.drop(url)
    }))
  afterAll(async () => {
    await databases.close()
    await server.stop()
  })
}

function costs(withStore: (work: (store: Store) => Promise<void>) => Promise<void>): void {
  async function answersAfter(alike: number): Promise<Answered[]> {
    let answers: Answered[] = []
    await withStore(async store => {
      await takeIn(store, chunks([...shopping(alike)], EVENTS_OF_A_BATCH * alike))
      answers = await answersFrom(store)
    })
    return answers
  }

  test("an answer from cells reads the same rows when five shoppers do what one did, and no single event", async () => {
    const [few, many] = [await answersAfter(1), await answersAfter(5)]
    const fromCells = (answers: Answered[]) => answers.filter(({ madeOf }) => madeOf === "cells")
    expect(fromCells(many)).toEqual(fromCells(few).map(answer => ({ ...answer, rows: { ...answer.rows, records: 0 } })))
    expect(fromCells(few).reduce((sum, { rows }) => sum + rows.cells, 0)).toBeGreaterThan(1_000)
  })

  test("an answer that shows single records reads as many as it shows", async () => {
    const answers = (await answersAfter(5)).filter(({ madeOf }) => madeOf === "records")
    const excess = answers.filter(({ rows, shown }) => rows.records > shown + 1)
    expect(excess).toEqual([])
    expect(answers.map(({ shown }) => shown)).toContain(200)
  })
}

test("every endpoint that answers with data is asked for by the bench", async () => {
  await withFolder(async folder => {
    const store = await sqliteStore({ folder })
    await takeIn(store, [[...shopping(1)]])
    const served = await serveAnswers(store, registry, () => end)
    const asked = (await questionsOf(registry, store, end)).flatMap(({ paths }) => paths.map(path => `/api/${path}`))
    const unasked = served.paths.filter(path => {
      const pattern = new RegExp(`^${path.replace(/:\w+/g, "[^/?]+")}(\\?|$)`)
      return !asked.some(question => pattern.test(question))
    })
    expect(unasked).toEqual([])
    expect(served.paths.length).toBeGreaterThan(12)
    await served.stop()
    await store.close()
  })
})

/** What shoppers did in two hours; each of them is followed by others who do the same: more events, and no more cells. */
function* shopping(alike: number): Generator<ShopEvent> {
  for (const { json } of traffic({ seed: "cost", start: end - TWO_HOURS, end, rate: 0.1 })) {
    for (let i = 0; i < alike; i++) {
      const event: ShopEvent = JSON.parse(json)
      const other = (id: string | undefined) => id && `${id}-${i}`
      const { event_id, user_id, session_id, order_id, refund_id } = event
      yield {
        ...{ currency: SHOP.currency, ...event, event_id: `${event_id}-${i}`, user_id: other(user_id) },
        ...{ session_id: other(session_id), order_id: other(order_id), refund_id: other(refund_id) },
      }
    }
  }
}

async function takeIn(store: Store, batches: readonly ShopEvent[][]): Promise<void> {
  await store.saveShop(SHOP)
  const context = { store, registry, clock: () => end, currencyOf: () => SHOP.currency }
  const hot = new HotState()
  const received_at = new Date(end).toISOString()
  let from = 0
  for (const some of batches) {
    const records = some.map((event, i) => {
      return { offset: from + i, value: { shop: SHOP.id, source: "browser" as const, received_at, event } }
    })
    const next = from + records.length
    await commitBatch(context, { log: "cost", partition: 0, from, next, records }, from === 0 ? undefined : from, hot)
    from = next
  }
  await rollUps(context)
  await writeDown(store, end)
}

async function answersFrom(store: Store): Promise<Answered[]> {
  const rows = { cells: 0, records: 0 }
  const counted: Partial<Store> = {
    async read(...question) {
      const found = await store.read(...question)
      rows.cells += found.length
      return found
    },
    async rawEvents(...question) {
      const page = await store.rawEvents(...question)
      rows.records += page.rows.length
      return page
    },
    async changedEntities(...question) {
      const page = await store.changedEntities(...question)
      rows.records += page.rows.length
      return page
    },
    async recentRaw(...question) {
      const found = await store.recentRaw(...question)
      rows.records += found.length
      return found
    },
    async entity(...question) {
      rows.records++
      return store.entity(...question)
    },
  }
  const served = await serveAnswers(Object.assign(Object.create(store), counted), registry, () => end)
  const answers: Answered[] = []
  for (const { madeOf, paths } of await questionsOf(registry, store, end)) {
    for (const path of paths) {
      Object.assign(rows, { cells: 0, records: 0 })
      const { status, body } = await served.ask(path)
      expect({ path, status }).toEqual({ path, status: 200 })
      const { data } = JSON.parse(body)
      answers.push({
        madeOf,
        path,
        rows: { ...rows },
        shown: (Array.isArray(data) ? data : (data.events ?? [])).length,
      })
    }
  }
  await served.stop()
  return answers
}
