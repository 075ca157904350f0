import { expect, test } from "bun:test"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { siegeFleet } from "./siege.ts"

// Each kind of disturbance once; `npm run siege -- fleet` takes any seed, for as long as one likes.
test("a fleet whose processes, broker and database die, hang and come back counts every acknowledged event once", async () => {
  const journal = join(tmpdir(), `siege-${process.pid}.ndjson`)
  const report = await siegeFleet({ seed: "7", events: 12_000, disturbances: 12, journal, say: () => {} })
  expect(report.faults).toEqual([])
  expect(report.disturbances).toBe(12)
  expect(report.repeated).toBeGreaterThan(0)
}, 300_000)
