import { writeFileSync } from "node:fs"

/**
 * A @web/test-runner reporter that writes how many tests passed, failed and were skipped, as JSON.
 * @param {string} file
 */
export function countsReporter(file) {
  const countsOf = suite => {
    const counts = { passed: 0, failed: 0, skipped: 0 }
    for (const test of suite?.tests ?? []) counts[test.skipped ? "skipped" : test.passed ? "passed" : "failed"]++
    return [counts, ...(suite?.suites ?? []).map(countsOf)].reduce(add)
  }
  const add = (a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  })
  // A file that could not be loaded has no tests to count, but errors: it failed once.
  const sessionCounts = session => {
    const counts = countsOf(session.testResults)
    return session.errors?.length && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  }
  return {
    onTestRunFinished({ sessions }) {
      const total = sessions.map(sessionCounts).reduce(add, { passed: 0, failed: 0, skipped: 0 })
      writeFileSync(file, JSON.stringify(total))
    },
  }
}
