import { expect, test } from "bun:test"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"
import { collect, idsOf, recordsOf } from "../../testing/envelopes.ts"
import { sqliteLog } from "../sqlite.ts"

const APPENDER = join(import.meta.dir, "../../testing/appender.ts")

/** Starts an appender on the folder, kills it when it has printed `promises` lines, and gives what it printed. */
async function liveAndDie(folder: string, life: string, seed: number, promises: number): Promise<string[]> {
  const child = Bun.spawn([process.execPath, APPENDER, folder, life, String(seed)], {
    stdout: "pipe",
    stderr: "inherit",
  })
  const output = child.stdout.getReader()
  let printed = ""
  for (let chunk = await output.read(); !chunk.done; chunk = await output.read()) {
    printed += Buffer.from(chunk.value).toString()
    if (printed.split("\n").length > promises) child.kill("SIGKILL")
  }
  await child.exited
  expect(child.signalCode).toBe("SIGKILL")
  return printed.split("\n").slice(0, -1)
}

test.each([1, 2, 3])(
  "after kill -9 every promised record is there, every call is whole or absent, and offsets have no hole (seed %d)",
  seed =>
    withFolder(async folder => {
      const promised: string[] = []
      for (const life of ["first", "second", "third"]) {
        promised.push(...(await liveAndDie(folder, life, seed, 20 * seed + promised.length)))
      }

      const log = await sqliteLog({ folder, partitions: 2 })
      const ends = (await log.state()).map(({ end }) => end)
      const batches = await collect(log, ends[0]! + ends[1]!)
      await log.close()

      for (const [partition, end] of ends.entries()) {
        const offsets = recordsOf(batches, partition).map(({ offset }) => offset)
        expect(offsets).toEqual(Array.from({ length: end }, (_, i) => i))
      }
      const found = new Map<string, number>()
      for (const id of idsOf(batches)) {
        const call = id.slice(0, id.lastIndexOf("/"))
        found.set(call, (found.get(call) ?? 0) + 1)
      }
      for (const [call, count] of found) expect(`${call}: ${count}`).toBe(`${call}: ${call.split("/")[1]}`)
      expect(promised.filter(call => !found.has(call))).toEqual([])
      expect(promised.length).toBeGreaterThan(60 * seed)
    }),
  20_000,
)
