import { expect, test } from "bun:test"
import { join } from "node:path"
import manifest from "./package.json"
import config from "./tsup.config.ts"

/** Files that `npm run build` puts into dist/, by the config that it runs. */
function built(): string[] {
  return [config].flat().flatMap(part => {
    const { entry, dts } = part as { entry: string[] | Record<string, string>; dts?: boolean }
    const names = Array.isArray(entry) ? entry.map(file => file.replace(/\.ts$/, "")) : Object.keys(entry)
    return names.flatMap(name => [`./dist/${name}.js`, ...(dts ? [`./dist/${name}.d.ts`] : [])])
  })
}

test("what the package exports is what the build makes, and all of it", () => {
  const exported = Object.values(manifest.exports).flatMap(target =>
    typeof target === "string" ? [target] : Object.values(target),
  )
  expect(exported.sort()).toEqual(built().sort())
})

test("the package's entry can be imported where pages are rendered on a server, and stays still there", async () => {
  const sdk = await import("./index.ts")
  sdk.init({ key: "wk_test", host: "https://stats.shop.example" })
  sdk.track("page_view")
  expect(await sdk.flush()).toBe(0)
})

test("no file of the SDK imports anything from outside", async () => {
  const all = [...new Bun.Glob("**/*.ts").scanSync(import.meta.dir)]
  const files = all.filter(file => !/^(testing|dist)\/|\.(test|browser|config)\.ts$/.test(file))
  expect(files).toContain("index.ts")
  for (const file of files) {
    const source = await Bun.file(join(import.meta.dir, file)).text()
    for (const [, path] of source.matchAll(/from "(.+?)"/g)) {
      expect(join(import.meta.dir, file, "..", path!)).toStartWith(import.meta.dir)
      expect(path).toMatch(/^\.\.?\//)
    }
  }
})
