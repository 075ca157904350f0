import { afterEach, expect, test } from "bun:test"
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { eventually } from "../store/testing/eventually.ts"
import { makeFolder } from "../testing/folder.ts"
import { CurrentPlugins } from "./current.ts"
import { PluginFolders } from "./folders.ts"
import { startReload } from "./reload.ts"

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const counted = (name: string, title = "T", more = ""): string =>
  `import { count, defineMetric, sum } from "@shopstream/plugins"
${more}
export default defineMetric({ name: "${name}", title: "${title}", unit: "count", on: ["purchase"], ...count() })`

/** An author's folder with these files, watched as by a server in development. */
async function watched(files: Record<string, string>) {
  const { folder, remove } = makeFolder()
  endings.push(remove)
  const put = (name: string, source: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), source)
  }
  for (const [name, source] of Object.entries(files)) put(name, source)
  const folders = new PluginFolders([folder])
  const loaded = await folders.load()
  const plugins = new CurrentPlugins({ loaded, folders: [folder], clock: Date.now })
  const said: string[] = []
  const troubles: string[] = []
  const reload = startReload({
    ...{ folders, loaded, plugins },
    say: line => said.push(line),
    onTrouble: error => troubles.push(String(error).replaceAll(folder, "…")),
  })
  endings.push(reload.stop)
  const title = (name: string) => plugins.registry.metrics.get(name)?.title
  const names = () => [...plugins.registry.metrics.keys()]
  const stateOf = async (name: string) => (await plugins.health.report()).find(plugin => plugin.name === name)?.state
  return { folder, put, plugins, said, troubles, title, names, stateOf }
}

test("a changed file takes the place of its former version, and its neighbours stay the objects they were", async () => {
  const { put, plugins, said, title } = await watched({ "a.ts": counted("a"), "b.ts": counted("b") })
  const before = plugins.registry.metrics.get("b")
  put("a.ts", counted("a", "New"))
  await eventually(async () => title("a") === "New")
  expect(plugins.registry.metrics.get("b")).toBe(before!)
  expect(said).toEqual(["plugins: a changed"])
})

test("a file saved by renaming another over it is seen, again and again", async () => {
  const { folder, put, title } = await watched({ "metrics/a.ts": counted("a") })
  for (const version of ["One", "Two", "Three"]) {
    put("metrics/.a.ts.tmp", counted("a", version))
    renameSync(join(folder, "metrics/.a.ts.tmp"), join(folder, "metrics/a.ts"))
    await eventually(async () => title("a") === version)
  }
})

test("files that come and go are added and removed, in folders that come too", async () => {
  const { folder, put, names, said } = await watched({ "a.ts": counted("a") })
  put("metrics/b.ts", counted("b"))
  await eventually(async () => names().join() === "a,b")
  rmSync(join(folder, "a.ts"))
  await eventually(async () => names().join() === "b")
  expect(said).toEqual(["plugins: b added", "plugins: a removed"])
})

test("a change in what a plugin imports is a change of the plugin", async () => {
  const using = counted("a").replace(`"T"`, "title")
  const { put, title } = await watched({
    "metrics/a.ts": `import { title } from "../shared/title.ts"\n${using}`,
    "shared/title.ts": `export { title } from "./deeper"`,
    "shared/deeper.ts": `export const title = "Before"`,
  })
  expect(title("a")).toBe("Before")
  put("shared/deeper.ts", `export const title = "After"`)
  await eventually(async () => title("a") === "After")
})

test("a broken file keeps its former version, says so once, and is taken once it is mended", async () => {
  const { put, title, stateOf, troubles } = await watched({ "a.ts": counted("a", "Good") })
  put("a.ts", counted("a", "Bad", `throw new Error("boom")`))
  await eventually(async () => (await stateOf("a")) === "outdated")
  expect(title("a")).toBe("Good")
  put("b.ts", counted("b"))
  await eventually(async () => title("b") !== undefined)
  expect(troubles).toEqual(["plugin …/a.ts: boom; its former version stays in use"])
  put("a.ts", counted("a", "Mended"))
  await eventually(async () => title("a") === "Mended")
  expect(await stateOf("a")).toBe("ok")
})

test("a widget that comes and changes is news of its own", async () => {
  const { put, plugins, said } = await watched({ "a.ts": counted("a") })
  put("widgets/a.ts", "export {}")
  await eventually(() => plugins.widgets.length === 1)
  put("widgets/a.ts", "export const changed = true")
  await eventually(() => said.length === 2)
  expect(said).toEqual(["plugins: the widget of a added", "plugins: the widget of a changed"])
})

test("an import that is missing is waited for", async () => {
  const { put, title } = await watched({ "a.ts": counted("a", "Alone") })
  put("a.ts", `import { title } from "./title.ts"\n${counted("a").replace(`"T"`, "title")}`)
  put("title.ts", `export const title = "Together"`)
  await eventually(async () => title("a") === "Together")
})

test("a version whose numbers cannot be added to those there are is refused", async () => {
  const { put, title, stateOf, troubles } = await watched({ "a.ts": counted("a", "Counted") })
  const summed = counted("a", "Summed").replace(`"count"`, `"money"`).replace("count()", "sum(e => e.total_amount)")
  put("a.ts", summed)
  await eventually(async () => (await stateOf("a")) === "outdated")
  expect(title("a")).toBe("Counted")
  expect(troubles[0]).toContain("which cannot be added up; give it another name")
})

test("a metric made of one that went is refused, and comes back with it", async () => {
  const derived = `import { defineDerived } from "@shopstream/plugins"
export default defineDerived({ name: "d", title: "D", unit: "count", of: ["a"], read: ({ a }) => a })`
  const { folder, put, names, troubles } = await watched({ "a.ts": counted("a"), "d.ts": derived })
  rmSync(join(folder, "a.ts"))
  await eventually(async () => names().length === 0)
  expect(troubles).toEqual(["plugin …/d.ts: made of a, which no loaded plugin defines"])
  put("a.ts", counted("a"))
  await eventually(async () => names().join() === "a,d")
})

test("what an author leaves beside the plugins is no plugin", async () => {
  const { folder, put, names, troubles } = await watched({ "a.ts": counted("a") })
  for (const name of [".b.ts", "b.ts~", "4913", "b.test.ts", "README.md"]) put(name, "no plugin")
  put("c.ts", counted("c"))
  await eventually(async () => names().includes("c"))
  expect(existsSync(join(folder, "b.ts~"))).toBe(true)
  expect([names(), troubles]).toEqual([["a", "c"], []])
})
