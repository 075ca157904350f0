import { afterAll } from "bun:test"
import { storeConformance } from "../testing/conformance.ts"
import { type Databases, databasesOn, testServer } from "../testing/databases.ts"
import type { Rig } from "../testing/rig.ts"
import { postgresStore } from "./postgres.ts"

const SKIPS = { oneAtATime: "transactions of PostgreSQL may overlap" }

const server = await testServer("PostgreSQL store")
if (server) await conformance("PostgreSQL store", server.url, server.stop)

const { TIMESCALE_URL } = process.env
if (TIMESCALE_URL) await conformance("TimescaleDB store", TIMESCALE_URL, async () => {})

async function conformance(name: string, url: string, stop: () => Promise<void>): Promise<void> {
  const databases = await databasesOn(url)
  storeConformance(name, () => openRig(databases), SKIPS)
  afterAll(async () => {
    await databases.close()
    await stop()
  })
}

async function openRig(databases: Databases): Promise<Rig> {
  const url = await databases.fresh()
  const opened = [await postgresStore({ url })]
  const openOne = async () => {
    const store = await postgresStore({ url })
    opened.push(store)
    return store
  }
  const closeAll = () => Promise.all(opened.map(store => store.close()))
  return {
    store: opened[0]!,
    beside: openOne,
    async reopen() {
      await closeAll()
      return openOne()
    },
    async dispose() {
      await closeAll()
      await databases.drop(url)
    },
  }
}
