import { afterAll, describe, expect, test } from "bun:test"
import postgres from "postgres"
import { type Databases, databasesOn, testServer } from "../../testing/databases.ts"
import { failureOf } from "../../testing/failure.ts"
import { migrate, postgresStore } from "../postgres.ts"
import { MIGRATIONS } from "./migrations/migrations.ts"

const server = await testServer("opening the PostgreSQL store")
if (server) opening(await databasesOn(server.url), server.stop)

function opening(databases: Databases, stop: () => Promise<void>): void {
  afterAll(async () => {
    await databases.close()
    await stop()
  })

  async function onEmpty(check: (url: string) => Promise<void>): Promise<void> {
    const url = await databases.empty()
    await check(url).finally(() => databases.drop(url))
  }

  describe("opening the PostgreSQL store", () => {
    test("twenty that migrate one database at once all succeed, and one of them did it", () =>
      onEmpty(async url => {
        const reports = await Promise.all(Array.from({ length: 20 }, () => migrate(url)))
        expect(reports.map(({ to }) => to)).toEqual(reports.map(() => MIGRATIONS.length))
        expect(reports.filter(({ from }) => from === 0)).toHaveLength(1)
        const store = await postgresStore({ url })
        expect(await store.info()).toMatchObject({ driver: "postgres", schema: MIGRATIONS.length, incidents: 0 })
        await store.close()
      }))

    test("a database that is not migrated is refused, and the message says what to run", () =>
      onEmpty(async url => {
        expect((await failureOf(postgresStore({ url })))?.message).toContain("shopstream migrate")
      }))

    test("info tells the tier and the versions", () =>
      onEmpty(async url => {
        const { tier } = await migrate(url)
        const store = await postgresStore({ url })
        const info = await store.info()
        expect(info).toMatchObject({ tier, postgres: expect.stringMatching(/^\d+/), bytes: expect.any(Number) })
        expect("timescaledb" in info).toBe(tier !== "plain")
        await store.close()
      }))

    test("a database that takes no writes, as a replica does not, is refused, and the message says what is wanted", () =>
      onEmpty(async url => {
        await migrate(url)
        const sql = postgres(url, { max: 1, onnotice: () => {} })
        const name = new URL(url).pathname.slice(1)
        await sql.unsafe(`alter database ${name} set default_transaction_read_only = on`)
        await sql.end()
        const wanted = "expected the address of the primary in DATABASE_URL"
        expect((await failureOf(postgresStore({ url })))?.message).toContain(wanted)
        expect((await failureOf(migrate(url)))?.message).toContain(wanted)
      }))

    test("a login or a database that there is not is told with what to look at", () =>
      onEmpty(async url => {
        const [stranger, elsewhere, secure] = [new URL(url), new URL(url), new URL(url)]
        stranger.username = "stranger"
        elsewhere.pathname = "/nowhere"
        secure.searchParams.set("sslmode", "require")
        const told = async ({ href }: URL) => (await failureOf(postgresStore({ url: href })))?.message
        expect(await told(stranger)).toContain("see the user and the password in DATABASE_URL")
        expect(await told(elsewhere)).toContain("create it, or see the name in DATABASE_URL")
        expect(await told(secure)).toContain("take sslmode out of DATABASE_URL")
      }))

    test("a server that is not there, and a URL that is none, are told without the password", async () => {
      const nowhere = await failureOf(postgresStore({ url: "postgres://ada:s3cret@127.0.0.1:9/shop" }))
      expect(nowhere?.message).toContain("the database at 127.0.0.1:9/shop cannot be reached")
      const nonsense = await failureOf(postgresStore({ url: "mysql://ada:s3cret@127.0.0.1" }))
      expect(nonsense?.message).toContain("expected postgres://")
      for (const error of [nowhere, nonsense]) expect(Bun.inspect(error)).not.toContain("s3cret")
    })
  })
}
