import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"
import { failureOf } from "../../testing/failure.ts"
import { cell, key, save, shop } from "../../testing/rows.ts"
import { sqliteStore } from "../sqlite.ts"
import { MIGRATIONS } from "./migrations/migrations.ts"

const DRIVER = join(import.meta.dir, "../sqlite.ts")

/** Runs a script against the store of a folder in a process of its own. */
async function elsewhere(folder: string, script: string): Promise<string> {
  const source = `import { sqliteStore } from ${JSON.stringify(DRIVER)}
    const store = await sqliteStore({ folder: ${JSON.stringify(folder)} })
    ${script}
    await store.close()`
  const child = Bun.spawn([process.execPath, "-e", source], { stdout: "pipe", stderr: "pipe" })
  const [out, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  expect({ errors, code }).toEqual({ errors: "", code: 0 })
  return out
}

describe("opening the SQLite store", () => {
  test("makes the folder and the file, and says what it is", () =>
    withFolder(async parent => {
      const folder = join(parent, "a", "b")
      const store = await sqliteStore({ folder })
      expect(existsSync(join(folder, "store.sqlite"))).toBe(true)
      const info = await store.info()
      expect(info).toMatchObject({ driver: "sqlite", schema: MIGRATIONS.length, incidents: 0 })
      expect(info.sqlite).toMatch(/^3\.\d+\.\d+$/)
      expect(Number(info.bytes) + Number(info.wal_bytes)).toBeGreaterThan(0)
      await store.close()
    }))

  test("many processes and stores that open a new folder at once all succeed, and all their writes are kept", () =>
    withFolder(async folder => {
      const save = (id: string) =>
        `await store.saveShop(${JSON.stringify(shop())}); await store.saveKey({ ...${JSON.stringify(key())}, hash: "${id}" })`
      const here = Array.from({ length: 3 }, () => sqliteStore({ folder }))
      await Promise.all(["a", "b", "c"].map(id => elsewhere(folder, save(id))))
      const stores = await Promise.all(here)
      for (const store of stores) expect((await store.keys()).map(({ hash }) => hash)).toEqual(["a", "b", "c"])
      await Promise.all(stores.map(store => store.close()))
    }))

  test("a command beside a running server saves shops and keys, and the server sees it by the access revision", () =>
    withFolder(async folder => {
      const server = await sqliteStore({ folder })
      const before = await server.accessRev()
      const command = elsewhere(
        folder,
        `await store.saveShop(${JSON.stringify(shop())}); await store.saveKey(${JSON.stringify(key())})
         console.log(await store.accessRev())`,
      )
      let running = true
      void command.finally(() => {
        running = false
      })
      for (let i = 0; running; i++) await save(server, [cell(i)])
      const printed = Number(await command)
      expect(printed).toBeGreaterThan(before)
      expect(await server.accessRev()).toBe(printed)
      expect(await server.keys()).toEqual([key()])
      await server.close()
    }))

  test("a file of a later version is refused, and so is a file that is no database", () =>
    withFolder(async folder => {
      const file = join(folder, "store.sqlite")
      await (await sqliteStore({ folder })).close()
      const db = new Database(file)
      db.run(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
      db.close()
      expect((await failureOf(sqliteStore({ folder })))?.message).toContain(
        `cannot open the store ${file}: it has schema version ${MIGRATIONS.length + 1}`,
      )
      const text = "not a database, but long enough to be looked at as one ".repeat(20)
      writeFileSync(file, text)
      expect((await failureOf(sqliteStore({ folder })))?.message).toContain(
        `cannot open the store ${file}: file is not a database`,
      )
      expect(await Bun.file(file).text()).toBe(text)
    }))

  test("after closing, the file alone holds everything, and calls are refused", () =>
    withFolder(async folder => {
      const store = await sqliteStore({ folder })
      await save(store, [cell(1)])
      await store.close()
      expect(existsSync(join(folder, "store.sqlite-wal"))).toBe(false)
      expect((await failureOf(store.shops()))?.message).toContain("the store is closed")
      expect((await failureOf(save(store, [cell(1)])))?.message).toContain("the store is closed")
    }))
})
