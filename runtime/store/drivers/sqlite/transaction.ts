import { decodeState, encodeState } from "../../state.ts"
import { CommitUnknown, type Tx, type Writer } from "../../store.ts"
import { runWork } from "../../transaction.ts"
import { encodeCandidates } from "./admission.ts"
import { encodeRaw } from "./raw.ts"
import { type SqlThread, ThreadEnded } from "./sql-thread.ts"
import type { WriterCalls } from "./writer.ts"

/**
 * Runs one transaction in the writing thread. The caller sees to it that no other is open. Nobody waits for `begin`: the
 * steps follow it in the thread's line, and are refused there when it failed.
 */
export async function transact<T>(
  thread: SqlThread<WriterCalls>,
  writer: Writer,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const begun = thread.call("begin", writer)
  begun.catch(() => {})
  try {
    const result = await runWork(stepsOf(thread), work)
    await begun
    await thread.call("commit").catch(unknownIfEnded)
    return result
  } catch (error) {
    // Fails only where the thread has ended, and then nothing is open any more.
    await thread.call("rollback").catch(() => {})
    await begun
    throw error
  }
}

function unknownIfEnded(error: unknown): never {
  if (!(error instanceof ThreadEnded)) throw error
  throw new CommitUnknown(`${error.message}; the transaction may or may not have been committed`, { cause: error })
}

/** The steps of the transaction that is open in the writing thread; each is one call with all its rows. */
function stepsOf(writer: SqlThread<WriterCalls>): Tx {
  return {
    fence: (from, next) => writer.call("fence", from, next),
    admit: ids => writer.call("admit", encodeCandidates(ids)),
    async cells(ids) {
      const found = await writer.call("cells", ids)
      return found.map(cell => ({ ...cell, state: decodeState(cell.state) }))
    },
    async entities(ids) {
      const found = await writer.call("entities", ids)
      return found.map(entity => ({ ...entity, summary: JSON.parse(entity.summary) }))
    },
    saveCells: cells =>
      writer.call(
        "saveCells",
        cells.map(cell => ({ ...cell, state: encodeState(cell.state) })),
      ),
    saveEntities: entities =>
      writer.call(
        "saveEntities",
        entities.map(entity => ({ ...entity, summary: JSON.stringify(entity.summary) })),
      ),
    appendRaw: events => writer.call("appendRaw", encodeRaw(events)),
    deadLetter: letters => writer.call("deadLetter", letters),
  }
}
