import type { Tx } from "./store.ts"

/** Work that has come to its end, and the calls of it that are still under way. */
interface Worked<T> {
  value: T
  /** @throws what the first call failed with, once all are answered */
  answered(): Promise<void>
}

/**
 * Runs a transaction's work against a driver's `tx`, and holds the work to its end: calls it did not wait for are waited
 * for, a failed call fails the whole even if the work went on, and a call after the end is refused. The driver commits
 * when this resolves and rolls back when it rejects.
 */
export async function runWork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { value, answered } = await beginWork(tx, work)
  await answered()
  return value
}

/** The same for a driver that can ask for the commit behind calls that are still under way. */
export async function beginWork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<Worked<T>> {
  const running = new Set<Promise<unknown>>()
  const failures: unknown[] = []
  let over = false

  const held =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      if (over) return Promise.reject(new Error("this transaction has ended: use its tx only inside the work"))
      const result = call.apply(tx, args)
      const settled: Promise<unknown> = result.then(
        () => running.delete(settled),
        error => {
          failures.push(error)
          running.delete(settled)
        },
      )
      running.add(settled)
      return result
    }

  const answered = async () => {
    await Promise.all(running)
    if (failures.length > 0) throw failures[0]
  }

  try {
    const value = await work({
      fence: held(tx.fence),
      admit: held(tx.admit),
      cells: held(tx.cells),
      entities: held(tx.entities),
      saveCells: held(tx.saveCells),
      saveEntities: held(tx.saveEntities),
      appendRaw: held(tx.appendRaw),
      deadLetter: held(tx.deadLetter),
    })
    over = true
    return { value, answered }
  } catch (error) {
    over = true
    failures.push(error)
    await answered()
    throw error
  }
}
