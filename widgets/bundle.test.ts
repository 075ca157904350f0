import { describe, expect, test } from "bun:test"
import { join } from "node:path"
import { bundleFile } from "../runtime/pages/bundle.ts"

/** What a storefront's visitor downloads, in gzipped bytes: built by the runtime itself. */
async function weigh(entry: string): Promise<{ bytes: number; code: string }> {
  const files = await bundleFile("/a.js", join(import.meta.dir, entry), "esm", { development: false })
  const { identity, gzip } = files.get("/a.js")!.bytes
  return { bytes: gzip.length, code: new TextDecoder().decode(identity) }
}

describe("the scripts keep their weight", () => {
  test.each([
    ["all.ts", 32_300],
    ["define/shop-kpi.ts", 14_000],
    ["define/shop-chart.ts", 23_700],
    ["define/shop-viewers.ts", 11_000],
    ["define/shop-alerts.ts", 15_500],
    ["define/shop-dashboard.ts", 50_000],
  ])("%s stays below %i bytes gzipped", async (entry, budget) => {
    const { bytes } = await weigh(entry)
    expect(bytes).toBeLessThanOrEqual(budget)
    // A budget far above the weight would let the next kilobyte in unseen.
    expect(bytes).toBeGreaterThan(budget * 0.9)
  })

  test("a script still knows its own address, from which elements find their server", async () => {
    expect((await weigh("all.ts")).code).toContain("import.meta.url")
  })

  test("the dashboard is no part of it, but fetched where a page has one", async () => {
    const { code } = await weigh("all.ts")
    expect(code).toContain('import("./widgets/shop-dashboard.js")')
    expect(code).not.toContain("Sign in to ShopStream")
  })

  test("Lit is the production build", async () => {
    expect((await weigh("all.ts")).code).not.toContain("Lit is in dev mode")
  })
})
