import { expect, test } from "bun:test"
import { join } from "node:path"

/** Bytes of the minified script after gzip. */
const BUDGET = { "core.ts": 4_980, "script.ts": 6_560 }

for (const [entry, most] of Object.entries(BUDGET)) {
  test(`${entry} costs a page at most ${most} bytes`, async () => {
    const built = await Bun.build({
      entrypoints: [join(import.meta.dir, entry)],
      minify: true,
      target: "browser",
      format: "iife",
    })
    const script = await built.outputs[0]!.arrayBuffer()
    expect(Bun.gzipSync(new Uint8Array(script)).length).toBeLessThanOrEqual(most)
  })
}
