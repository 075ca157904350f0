/** How one suite ended. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** Reads the totals off the root element of a JUnit report; undefined when the file is none. */
export function readJunit(xml: string): Counts | undefined {
  const root = /<testsuites\b[^>]*>/.exec(xml)?.[0]
  if (!root) return undefined
  const attribute = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const [tests, failed, skipped] = [
    attribute("tests"),
    attribute("failures") + attribute("errors"),
    attribute("skipped"),
  ]
  return { passed: tests - failed - skipped, failed, skipped }
}

/**
 * A suite that ended badly failed at least once, whatever its report says: a crash before the report was written, a
 * test file that could not be read, a leak after the last test.
 */
export function held(counts: Counts | undefined, exitCode: number): Counts {
  const known = counts ?? NONE
  const nothingRan = known.passed + known.failed === 0
  return (exitCode !== 0 || nothingRan) && known.failed === 0 ? { ...known, failed: 1 } : known
}
