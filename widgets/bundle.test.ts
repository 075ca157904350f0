import { describe, expect, test } from "bun:test"
import { join } from "node:path"

/** What a storefront's visitor downloads, in gzipped bytes: built as the runtime builds it. */
async function weigh(entry: string): Promise<{ bytes: number; code: string }> {
  const result = await Bun.build({
    entrypoints: [join(import.meta.dir, entry)],
    target: "browser",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
  })
  const code = (await result.outputs[0]?.text()) ?? ""
  return { bytes: Bun.gzipSync(code, { level: 9 }).length, code }
}

describe("the scripts keep their weight", () => {
  test.each([
    ["all.ts", 31_000],
    ["define/shop-kpi.ts", 14_000],
    ["define/shop-chart.ts", 23_000],
    ["define/shop-viewers.ts", 11_000],
  ])("%s stays below %i bytes gzipped", async (entry, budget) => {
    const { bytes } = await weigh(entry)
    expect(bytes).toBeLessThanOrEqual(budget)
    // A budget far above the weight would let the next kilobyte in unseen.
    expect(bytes).toBeGreaterThan(budget * 0.9)
  })

  test("a script still knows its own address, from which elements find their server", async () => {
    expect((await weigh("all.ts")).code).toContain("import.meta.url")
  })

  test("Lit is the production build", async () => {
    expect((await weigh("all.ts")).code).not.toContain("Lit is in dev mode")
  })
})
