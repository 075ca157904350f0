import { expect, test } from "bun:test"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"
import { candidate, cell, everything, writer } from "../../testing/rows.ts"
import { sqliteStore } from "../sqlite.ts"

const COMMITTER = join(import.meta.dir, "../../testing/committer.ts")

/** Lets a committer work on the folder, kills it when it has printed `lines` commits, and gives the last one printed. */
async function liveAndDie(folder: string, lines: number): Promise<number> {
  const child = Bun.spawn([process.execPath, COMMITTER, folder], { stdout: "pipe", stderr: "inherit" })
  const output = child.stdout.getReader()
  let printed = ""
  for (let chunk = await output.read(); !chunk.done; chunk = await output.read()) {
    printed += Buffer.from(chunk.value).toString()
    if (printed.split("\n").length > lines) child.kill("SIGKILL")
  }
  await child.exited
  expect(child.signalCode).toBe("SIGKILL")
  return Number(printed.split("\n").at(-2))
}

test(
  "after kill -9 exactly the first transactions are there, every printed one among them, and all tables agree",
  () =>
    withFolder(async folder => {
      for (const lines of [1, 40, 150]) {
        const printed = await liveAndDie(folder, lines)

        const store = await sqliteStore({ folder })
        const committed = (await store.checkpoint(writer()))!
        expect(committed).toBeGreaterThanOrEqual(printed)
        const upTo = Array.from({ length: committed }, (_, i) => i + 1)
        const found = (await everything(store)) as { raw: { offset: number }[] }
        expect(found).toMatchObject({ checkpoint: committed, totals: [{ state: { sum: committed } }] })
        expect(found.raw.map(({ offset }) => offset)).toEqual(upTo)
        const orders = await store.recentEntities("demo", "order", 10_000)
        expect(orders.map(({ summary }) => (summary as { next: number }).next).sort((a, b) => a - b)).toEqual(upTo)
        // Looked at in a transaction that fails, so that the next life finds its ids as they were.
        const ids = [...upTo, committed + 1].map(n => candidate(`event-${n}`))
        let admitted: boolean[] = []
        await store
          .transact(writer(), async tx => {
            admitted = await tx.admit(ids)
            expect(await tx.cells([cell(0)])).toEqual([cell(committed)])
            throw new Error("only looking")
          })
          .catch(() => {})
        expect(admitted).toEqual([...upTo.map(() => false), true])
        await store.close()
      }
    }),
  30_000,
)
