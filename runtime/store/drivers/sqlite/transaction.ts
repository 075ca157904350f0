import { CommitUnknown, type Tx, type Writer } from "../../store.ts"
import { beginWork } from "../../transaction.ts"
import { encodeCandidates } from "./admission.ts"
import { decodeCell, encodeCells } from "./cells.ts"
import { decodeEntities, encodeEntities, encodeIds } from "./entities.ts"
import { encodeRaw } from "./raw.ts"
import { type SqlThread, ThreadEnded } from "./sql-thread.ts"
import type { WriterCalls } from "./writer.ts"

/**
 * Runs one transaction in the writing thread. The caller sees to it that no other is open. Nobody waits for `begin`, nor
 * for the last steps before the commit: all follow each other in the thread's line, where the commit is refused when
 * one of them failed.
 */
export async function transact<T>(
  thread: SqlThread<WriterCalls>,
  writer: Writer,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const begun = thread.call("begin", writer)
  begun.catch(() => {})
  try {
    const { tx, asked } = stepsOf(thread)
    const { value, answered } = await beginWork(tx, work)
    const committed = thread.call("commit", asked()).catch(unknownIfEnded)
    committed.catch(() => {})
    await answered().catch(unlessUnknown(committed))
    await begun
    await committed
    return value
  } catch (error) {
    // Fails only where the thread has ended, and then nothing is open any more.
    await thread.call("rollback").catch(() => {})
    await begun
    throw error
  }
}

/** When the thread ended before it answered a step, the commit behind it may have happened all the same. */
const unlessUnknown = (committed: Promise<void>) => async (failure: unknown) => {
  if (failure instanceof ThreadEnded) await committed
  throw failure
}

function unknownIfEnded(error: unknown): never {
  if (!(error instanceof ThreadEnded)) throw error
  throw new CommitUnknown(`${error.message}; the transaction may or may not have been committed`, { cause: error })
}

/**
 * The steps of the transaction that is open in the writing thread; each is one call with all its rows. They are counted
 * when they are asked for, so that one which never reached the thread is missed there.
 */
function stepsOf(writer: SqlThread<WriterCalls>): { tx: Tx; asked(): number } {
  let asked = 0
  const step =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      asked++
      return ask(...args)
    }
  /** A step with nothing to write is none. */
  const saving = <Row>(save: (rows: readonly Row[], of?: Writer) => Promise<void>) => {
    const asking = step(save)
    return async (rows: readonly Row[], of?: Writer): Promise<void> => {
      if (rows.length > 0) await asking(rows, of)
    }
  }
  const tx: Tx = {
    fence: step((from, next, of) => writer.call("fence", of, from, next)),
    admit: step(ids => writer.call("admit", encodeCandidates(ids))),
    cells: step(async ids => (await writer.call("cells", ids)).map(decodeCell)),
    entities: step(async ids => decodeEntities(await writer.call("entities", encodeIds(ids)))),
    saveCells: saving(async (cells, of) => writer.call("saveCells", of, ...encodeCells(cells))),
    saveEntities: saving(async entities => writer.call("saveEntities", ...encodeEntities(entities))),
    appendRaw: saving(async (events, of) => writer.call("appendRaw", of, ...encodeRaw(events))),
    deadLetter: step((letters, of) => writer.call("deadLetter", of, letters)),
  }
  return { tx, asked: () => asked }
}
