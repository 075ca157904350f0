import { expect, test } from "bun:test"
import { addCounts, held, NONE, readJunit } from "./counts.ts"

const report = (attributes: string): string =>
  `<?xml version="1.0"?>\n<testsuites name="bun test" ${attributes}>\n</testsuites>`

test("a report's totals are read off its root", () => {
  expect(readJunit(report('tests="12" assertions="40" failures="2" skipped="3" time="1.5"'))).toEqual({
    passed: 7,
    failed: 2,
    skipped: 3,
  })
})
test("a file that is no report has no totals", () => {
  expect(readJunit("")).toBeUndefined()
})
test("a suite that exits badly without a failed test has failed once", () => {
  expect(held({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1)
  expect(held(undefined, 139).failed).toBe(1)
})
test("a suite that ran nothing has failed", () => {
  expect(held(NONE, 0).failed).toBe(1)
})
test("a suite that passed stays as it is", () => {
  expect(held({ passed: 5, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 5, failed: 0, skipped: 1 })
})
test("counts of suites add up", () => {
  expect(addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  })
})
