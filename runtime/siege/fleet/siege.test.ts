import { expect, test } from "bun:test"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureJars } from "../../../deploy/local/kafka/jars.ts"
import { ensureBinaries } from "../../../deploy/local/postgres/binaries.ts"
import { siegeFleet } from "./siege.ts"

// It kills broker and database, so it has its own: those that all suites share would not survive it.
const found = [await ensureJars(console.error), await ensureBinaries(console.error)]
const missing = found.flatMap(part => ("missing" in part ? [part.missing] : [])).join("; ")

const PROPERTY =
  "a fleet whose processes, broker and database die, hang and come back counts every acknowledged event once"

// Each kind of disturbance once; `npm run siege -- fleet` takes any seed, for as long as one likes.
async function besiege(): Promise<void> {
  const journal = join(tmpdir(), `siege-${process.pid}.ndjson`)
  const report = await siegeFleet({ seed: "7", events: 12_000, disturbances: 12, journal, say: () => {} })
  expect(report.faults).toEqual([])
  expect(report.disturbances).toBe(12)
  expect(report.repeated).toBeGreaterThan(0)
  expect(report.mostMemory).toBeGreaterThan(0)
  // What went wrong can be read in it; what went well need not.
  await rm(journal)
}

if (missing === "") test(PROPERTY, besiege, 300_000)
else if (process.env.REQUIRE_ALL === "1") test(PROPERTY, () => Promise.reject(new Error(missing)))
else test.skip(`${PROPERTY} (${missing})`, () => {})
