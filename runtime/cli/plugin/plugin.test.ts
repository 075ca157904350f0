import { afterAll, describe, expect, test } from "bun:test"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { emptyFolder, runCli } from "../testing.ts"

const cwd = emptyFolder()
afterAll(() => rmSync(cwd, { recursive: true }))
const plugin = (...args: string[]) => runCli(["plugin", ...args], { cwd })
const write = (file: string, text: string) => Bun.write(join(cwd, file), text)

describe("what the scaffolder makes", () => {
  test.each([
    ["metric", "rich_orders", "metrics"],
    ["alert", "quiet_till", "alerts"],
    ["channel", "pager", "channels"],
  ])("a %s passes its own test and every check as it is", async (kind, name, folder) => {
    const made = await plugin("new", kind, name, "--dir", `made-${kind}`)
    expect([made.code, made.stderr]).toEqual([0, ""])
    expect(made.stdout).toContain(`made-${kind}/${folder}/${name}.test.ts`)
    const { code, stdout, stderr } = await plugin("check", `made-${kind}`)
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain(`✓ ${folder}/${name}.ts loads`)
    expect(stdout).toContain("✓ types")
    expect(stdout).toContain("✓ tests: 1 file\n")
    expect(stdout).not.toMatch(/[✗–]/)
  })

  test("is listed beside ShopStream's own alerts and channels", async () => {
    const env = { SHOPSTREAM_PLUGINS: "made-metric:made-channel" }
    const { code, stdout } = await runCli(["plugin", "list"], { cwd, env })
    expect(code).toBe(0)
    for (const line of [/rich_orders +event/, /pager +channel/, /traffic_spike +alert/, /slack +channel/]) {
      expect(stdout).toMatch(line)
    }
  })
})

test.each([
  ["a name that is taken", ["new", "metric", "revenue"], 'the name "revenue" is taken by'],
  ["a name that is none", ["new", "metric", "Big-Orders"], "name: expected ^[a-z]"],
  ["a name the API has", ["new", "metric", "funnel"], '"funnel" is taken by the API'],
  ["another kind", ["new", "widget", "x"], "Allowed choices are metric, alert, channel"],
  ["a place that is not there", ["new", "metric", "x", "--dir", "no/where"], "no/where: expected a folder"],
  ["a folder that is not there", ["check", "nowhere"], "nowhere: expected a folder of plugins"],
  ["a folder without plugins", ["check", "."], "no plugin here; make one with: shopstream plugin new"],
])("%s is answered by one clear line", async (_case, args, line) => {
  const { code, stdout, stderr } = await plugin(...args)
  expect([code, stdout]).toEqual([1, ""])
  expect(stderr.trim().split("\n")).toHaveLength(1)
  expect(stderr).toContain(line)
})

test("a file that is there is never written over", async () => {
  await write("kept/metrics/mine.ts", "// mine")
  const { code, stderr } = await plugin("new", "metric", "mine", "--dir", "kept")
  expect([code, stderr]).toEqual([1, expect.stringContaining("exists already")])
  expect(await Bun.file(join(cwd, "kept/metrics/mine.ts")).text()).toBe("// mine")
})

test("a wrong type, a broken law, a failing test and a file that does not load are each named", async () => {
  await write(
    "bad/metrics/last_amount.ts",
    `import { defineMetric } from "@shopstream/plugins"
const typo: number = "one"
export default defineMetric<number, number>({
  name: "last_amount", title: "Last amount", unit: "count", on: ["purchase"],
  zero: () => 0, add: (_, e) => e.total_amount ?? 0, merge: (_, b) => b, read: state => state,
})`,
  )
  await write(
    "bad/metrics/last_amount.test.ts",
    `import { expect, test } from "bun:test"
test("reads one", () => expect(2).toBe(1))`,
  )
  await write("bad/alerts/broken.ts", `throw new Error("no good")`)
  const { code, stdout, stderr } = await plugin("check", "bad")
  expect(code).toBe(1)
  expect(stdout).toMatch(/✗ types:\s+metrics\/last_amount\.ts\(2,7\): error TS2322/)
  expect(stdout).toContain("✗ last_amount: merge is commutative")
  expect(stdout).toContain("(fail) reads one")
  expect(stdout).toContain("✗ alerts/broken.ts: no good")
  expect(stderr).toMatch(/^\d+ of \d+ checks failed in bad\n$/)
})
