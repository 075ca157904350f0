import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Counts, readJunit } from "./counts.ts"

/** One suite of `npm test`: a command and how to read off it what passed. */
export interface Suite {
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Whether it needs a real browser. */
  browser?: true
  /** Whether some of it needs a Kafka broker. */
  kafka?: true
  /** Whether some of it needs a PostgreSQL server. */
  postgres?: true
  counts(exitCode: number): Promise<Counts | undefined>
}

const BUN = process.execPath

/** Every suite, quickest first: what fails soon is known soon. */
export function suites(reports: string): Suite[] {
  return [
    whole("formatting and lint", [BUN, "x", "biome", "check", "."]),
    whole("types", [BUN, "x", "tsc", "--noEmit"]),
    {
      ...bunTest(
        "unit and integration",
        ["sdk", "plugins", "runtime", "widgets", "deploy"],
        join(reports, "unit.xml"),
        ["--path-ignore-patterns=runtime/e2e/**"],
      ),
      kafka: true,
      postgres: true,
    },
    inBrowser("sdk", join(reports, "sdk.json")),
    inBrowser("widgets", join(reports, "widgets.json")),
    { ...bunTest("end to end", ["runtime/e2e"], join(reports, "e2e.xml")), browser: true },
  ]
}

/** A command that passes or fails as one. */
function whole(name: string, command: readonly string[]): Suite {
  return {
    name,
    command,
    counts: async exitCode => ({ passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 }),
  }
}

function bunTest(name: string, folders: readonly string[], report: string, options: readonly string[] = []): Suite {
  return {
    name,
    command: [
      BUN,
      "test",
      "--timeout=30000",
      "--reporter=junit",
      `--reporter-outfile=${report}`,
      ...options,
      ...folders.map(f => `./${f}/`),
    ],
    counts: async () => readJunit(await readOrNothing(report)),
  }
}

function inBrowser(group: string, report: string): Suite {
  return {
    name: `${group} in a browser`,
    browser: true,
    command: ["npx", "wtr", "--group", group],
    env: { TEST_COUNTS: report },
    async counts() {
      const text = await readOrNothing(report)
      return text === "" ? undefined : (JSON.parse(text) as Counts)
    },
  }
}

const readOrNothing = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "")
