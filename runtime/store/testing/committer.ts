/**
 * A process to be killed: commits transactions to the store of a folder in a loop and prints each one's number once it is
 * committed. Each adds one event to every table, in an order that a torn transaction would show in.
 *
 * usage: bun committer.ts FOLDER
 */
import { sqliteStore } from "../drivers/sqlite.ts"
import { candidate, cell, entity, raw, writer } from "./rows.ts"

const store = await sqliteStore({ folder: process.argv[2]! })
let from = await store.checkpoint(writer())
for (;;) {
  const next = (from ?? 0) + 1
  await store.transact(writer(), async tx => {
    await tx.admit([candidate(`event-${next}`)])
    const [total] = await tx.cells([cell(0)])
    await tx.saveCells([cell(((total?.state as { sum: number } | undefined)?.sum ?? 0) + 1)])
    await tx.appendRaw([raw(next)])
    await tx.fence(from, next)
    await tx.saveEntities([entity(`order-${next}`, { next })])
  })
  console.log(next)
  from = next
}
