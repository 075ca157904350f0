import { Refusal } from "../errors.ts"
import type { Page } from "../store/store.ts"

/** An answer made of single events may take this long, and no longer than that holds up the store's other readers. */
export const BUDGET_MS = 2_000

/** Hands over every row of a list that comes in pages. @throws Refusal too_much_to_read once the time is over */
export type EachRow = <Row>(read: (cursor?: string) => Promise<Page<Row>>, take: (row: Row) => void) => Promise<void>

/**
 * Reading for one answer: all that is read by it shares one budget.
 * @param clock epoch ms
 * @param parameter of the question, which makes that single events have to be read
 */
export function createBudget(clock: () => number, parameter: string): EachRow {
  const deadline = clock() + BUDGET_MS
  return async (read, take) => {
    for await (const rows of pagesOf(read)) {
      if (clock() > deadline) throw tooMuch(parameter)
      for (const row of rows) take(row)
    }
  }
}

/** The pages of a list. While one is taken in, the store looks for the next. */
export async function* pagesOf<Row>(read: (cursor?: string) => Promise<Page<Row>>): AsyncGenerator<readonly Row[]> {
  let coming: Promise<Page<Row>> | undefined = read()
  while (coming) {
    const { rows, next }: Page<Row> = await coming
    coming = next === undefined ? undefined : read(next)
    // Whoever has enough does not wait for it any more, and so does not hear that it failed.
    coming?.catch(() => {})
    yield rows
  }
}

/** @param keptFrom epoch ms. @throws Refusal bad_parameter for a time of which single events are no longer kept */
export function assertKept(from: number, keptFrom: number, parameter: string): void {
  if (from >= keptFrom) return
  const kept = new Date(keptFrom).toISOString()
  const message = `${parameter}: expected a window that begins after ${kept}, from where single events are kept`
  throw new Refusal("bad_parameter", message, { parameter, expected: `from ${kept}` })
}

function tooMuch(parameter: string): Refusal {
  const message = `${parameter}: this takes longer than ${BUDGET_MS / 1000} s to read from single events; ask for a shorter window`
  return new Refusal("too_much_to_read", message, { parameter })
}
