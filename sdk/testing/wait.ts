/// <reference types="mocha" />

type Nothing = false | null | undefined

/** Waits until `look` finds something, and answers it; the test's own timeout is the only clock. */
export async function until<T>(look: () => T | Nothing | Promise<T | Nothing>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise(next => setTimeout(next, 10))
  }
}
