import { expect, setDefaultTimeout } from "bun:test"

/** What has not come after this long will not come. */
export const PATIENCE_MS = 15_000
// A test that waits in vain fails by its own words, and not because its time is up.
setDefaultTimeout(3 * PATIENCE_MS)
const PAUSE_MS = 20

/** Looks until what is seen is good, or patience ends. @returns what was seen last, for the test to judge */
export async function settled<T>(look: () => T | Promise<T>, isGood: (seen: T) => boolean): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS
  let seen = await look()
  while (!isGood(seen) && performance.now() < giveUpAt) {
    await Bun.sleep(PAUSE_MS)
    seen = await look()
  }
  return seen
}

/** Waits until `look` answers what is expected; where it never does, the test fails with what it answered last. */
export async function becomes<T>(look: () => T | Promise<T>, expected: T): Promise<void> {
  expect<unknown>(await settled(look, seen => Bun.deepEquals(seen, expected))).toEqual(expected)
}
