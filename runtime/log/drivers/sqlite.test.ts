import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import { cpSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeFolder, withFolder } from "../../testing/folder.ts"
import { type Log, LogGap } from "../log.ts"
import { logConformance } from "../testing/conformance.ts"
import { collect, envelope, envelopes, ids, idsOf, recordsOf } from "../testing/envelopes.ts"
import type { Rig, RigOptions } from "../testing/rig.ts"
import { sqliteLog } from "./sqlite.ts"

logConformance("SQLite log", openRig)

async function openRig(options: RigOptions): Promise<Rig> {
  const { folder, remove } = makeFolder()
  let log: Log = await sqliteLog({ folder, ...options })
  const reopen = async () => {
    await log.close()
    log = await sqliteLog({ folder, ...options })
    return log
  }
  return {
    log,
    reopen,
    async foreign(texts) {
      await log.close()
      writeBlock(folder, texts.length, texts.join("\n"))
      return reopen()
    },
    async dispose() {
      await log.close()
      remove()
    },
  }
}

/** Adds a block to partition 0 behind the log's back. */
function writeBlock(folder: string, count: number, body: string): void {
  const db = new Database(join(folder, "log.sqlite"))
  db.run("update partitions set next = next + ? where id = 0", [count])
  db.run("insert into blocks select 0, next - ?, next, ? from partitions where id = 0", [count, body])
  db.close()
}

describe("SQLite log, opening", () => {
  test("a folder that is in use is refused by name, within the process and across processes", () =>
    withFolder(async folder => {
      const log = await sqliteLog({ folder })
      await expect(sqliteLog({ folder })).rejects.toThrow(`the data folder ${folder} is in use`)

      const script = `import { sqliteLog } from ${JSON.stringify(join(import.meta.dir, "sqlite.ts"))}
        await sqliteLog({ folder: ${JSON.stringify(folder)} })`
      const second = Bun.spawn([process.execPath, "-e", script], { stderr: "pipe" })
      expect(await new Response(second.stderr).text()).toContain(`the data folder ${folder} is in use`)
      expect(await second.exited).toBe(1)

      await log.append([envelope("still mine")])
      await log.close()
      await (await sqliteLog({ folder })).close()
    }))

  test("copying or reading the file meanwhile does not loosen the lock", () =>
    withFolder(async folder => {
      const log = await sqliteLog({ folder })
      await log.append([envelope("a")])
      await Bun.file(join(folder, "log.sqlite")).bytes()
      const reader = new Database(join(folder, "log.sqlite"), { readonly: true })
      expect(reader.query("select first, next from blocks").all()).toEqual([{ first: 0, next: 1 }])
      reader.close()
      await expect(sqliteLog({ folder })).rejects.toThrow("in use")
      await log.close()
    }))

  test("another number of partitions is refused and says which one is right", () =>
    withFolder(async folder => {
      await (await sqliteLog({ folder, partitions: 2 })).close()
      await expect(sqliteLog({ folder, partitions: 3 })).rejects.toThrow("has 2 partition(s), but 3 were asked for")
      await (await sqliteLog({ folder, partitions: 2 })).close()
    }))

  test("a file that is no log is refused and left as it was", () =>
    withFolder(async folder => {
      const path = join(folder, "log.sqlite")
      const text = "not a database, but long enough to be looked at as one ".repeat(20)
      writeFileSync(path, text)
      await expect(sqliteLog({ folder })).rejects.toThrow(`cannot open the log ${path}: file is not a database`)
      expect(await Bun.file(path).text()).toBe(text)
      rmSync(path)

      const other = new Database(path)
      other.run("create table theirs (a)")
      other.close()
      await expect(sqliteLog({ folder })).rejects.toThrow("of another program")
    }))

  test("a file of a later version is refused", () =>
    withFolder(async folder => {
      await (await sqliteLog({ folder })).close()
      const db = new Database(join(folder, "log.sqlite"))
      db.run("pragma user_version = 2")
      db.close()
      await expect(sqliteLog({ folder })).rejects.toThrow("it has version 2")
    }))
})

describe("SQLite log, replaced or damaged files", () => {
  test("a log whose file was deleted comes back with another id", () =>
    withFolder(async folder => {
      const old = await sqliteLog({ folder })
      await old.close()
      for (const suffix of ["", "-wal", "-shm"]) rmSync(join(folder, `log.sqlite${suffix}`), { force: true })
      const fresh = await sqliteLog({ folder })
      expect(fresh.id).not.toBe(old.id)
      await fresh.close()
    }))

  test("an old copy that ends before the checkpoint is a LogGap", () =>
    withFolder(async folder => {
      const path = join(folder, "log.sqlite")
      const log = await sqliteLog({ folder })
      await log.append(envelopes(5))
      await log.close()
      cpSync(path, `${path}.copy`)
      const newer = await sqliteLog({ folder })
      await newer.append(envelopes(5))
      await newer.close()
      cpSync(`${path}.copy`, path)

      const restored = await sqliteLog({ folder })
      const gap = await collect(restored, 1, [10]).catch((error: unknown) => error)
      expect(gap).toBeInstanceOf(LogGap)
      expect(gap).toMatchObject({ wanted: 10, first: 0, end: 5 })
      await restored.close()
    }))

  test("a block with too few or too many lines is poison as a whole, and the blocks around it are intact", () =>
    withFolder(async folder => {
      const log = await sqliteLog({ folder })
      await log.append(envelopes(2, "before"))
      await log.close()
      writeBlock(folder, 3, JSON.stringify(envelope("alone")))
      writeBlock(folder, 2, "a\nb\nc")
      const damaged = await sqliteLog({ folder })
      await damaged.append(envelopes(2, "after"))
      const batches = await collect(damaged, 9)
      expect(idsOf(batches)).toEqual([...ids("before", 0, 2), ...Array(5).fill("poison"), ...ids("after", 0, 2)])
      const texts = recordsOf(batches).map(({ value }) => ("poison" in value ? value.poison : ""))
      expect(texts.slice(2, 7)).toEqual([JSON.stringify(envelope("alone")), "", "", "a", "b\nc"])
      await damaged.close()
    }))

  test("records whose blocks are gone from the file come out as poison, in their places", () =>
    withFolder(async folder => {
      const log = await sqliteLog({ folder })
      for (let i = 0; i < 4; i++) await log.append(envelopes(2, `call-${i}`))
      await log.close()
      const db = new Database(join(folder, "log.sqlite"))
      db.run("delete from blocks where first in (2, 6)")
      db.close()
      const damaged = await sqliteLog({ folder })
      const batches = await collect(damaged, 8)
      expect(recordsOf(batches).map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      const lost = ["poison", "poison"]
      expect(idsOf(batches)).toEqual([...ids("call-0", 0, 2), ...lost, ...ids("call-2", 0, 2), ...lost])
      await damaged.close()
    }))
})
