/**
 * `npm test`: sets up what the suites need, runs them all, says plainly what could not run, and ends with one line
 * for all of them. `REQUIRE_ALL=1` turns what could not run into failures. Arguments pick suites by name.
 */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureChromium } from "../../deploy/local/chromium.ts"
import { ensureKafka, type LocalKafka } from "../../deploy/local/kafka.ts"
import { ensurePostgres, type LocalPostgres } from "../../deploy/local/postgres.ts"
import { addCounts, type Counts, held, NONE } from "./counts.ts"
import { type Suite, suites } from "./suites.ts"

const requireAll = process.env.REQUIRE_ALL === "1"
const wanted = process.argv.slice(2)
const reports = await mkdtemp(join(tmpdir(), "shopstream-test-"))
const say = (line: string): void => console.log(line)

const chosen = suites(reports).filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))
if (chosen.length === 0) {
  say(
    `expected the name of a suite (${suites(reports)
      .map(s => s.name)
      .join(", ")}), got ${wanted.join(" ")}`,
  )
  process.exit(1)
}

const chromium = chosen.some(suite => suite.browser) ? await ensureChromium(say) : undefined
let broker: Promise<LocalKafka | undefined> | undefined
let database: Promise<LocalPostgres | undefined> | undefined
const summary: string[] = []
let total: Counts = NONE

for (const [i, suite] of chosen.entries()) {
  say(`\n── ${i + 1}/${chosen.length} ${suite.name} ${"─".repeat(Math.max(2, 60 - suite.name.length))}`)
  const started = performance.now()
  const counts = await run(suite)
  total = addCounts(total, counts)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  summary.push(`${counts.failed > 0 ? "✗" : "✓"} ${suite.name.padEnd(24)} ${line(counts)}  ${seconds} s`)
}

await (await broker)?.stop()
await (await database)?.stop()
await rm(reports, { recursive: true, force: true })
say(`\n${summary.join("\n")}\n\n${line(total)}`)
process.exit(total.failed > 0 ? 1 : 0)

async function run(suite: Suite): Promise<Counts> {
  if (suite.browser && chromium && "missing" in chromium) {
    say(`${requireAll ? "FAILED" : "SKIPPED"}: ${chromium.missing}`)
    return requireAll ? { ...NONE, failed: 1 } : { ...NONE, skipped: 1 }
  }
  const path = chromium && "path" in chromium ? { CHROMIUM_PATH: chromium.path } : {}
  const child = Bun.spawn([...suite.command], {
    env: {
      ...process.env,
      ...path,
      ...(suite.kafka ? await kafka() : {}),
      ...(suite.postgres ? await postgres() : {}),
      ...suite.env,
    },
    stdio: ["ignore", "inherit", "inherit"],
  })
  const exitCode = await child.exited
  return held(await suite.counts(exitCode), exitCode)
}

/** One broker for the whole run, from the first suite on that wants it. Where there is none, its tests say so. */
async function kafka(): Promise<Record<string, string>> {
  if (process.env.TEST_KAFKA) return {}
  broker ??= ensureKafka(say).then(started => ("kafka" in started ? started.kafka : undefined))
  const bootstrap = (await broker)?.bootstrap
  return bootstrap === undefined ? {} : { TEST_KAFKA: bootstrap }
}

/** One server for the whole run; each test has a database of its own on it. */
async function postgres(): Promise<Record<string, string>> {
  if (process.env.TEST_POSTGRES) return {}
  database ??= ensurePostgres(say).then(started => ("postgres" in started ? started.postgres : undefined))
  const url = (await database)?.url
  return url === undefined ? {} : { TEST_POSTGRES: url }
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`
}
