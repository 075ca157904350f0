import { afterEach, expect, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { loadPlugins } from "./plugins.ts"
import { makeFolder } from "./testing/folder.ts"

const removals: (() => void)[] = []
afterEach(() => {
  for (const remove of removals.splice(0)) remove()
})

/** A folder that no package resolves from, as an author's is. */
function folderOf(files: Record<string, string>): string {
  const { folder, remove } = makeFolder()
  removals.push(remove)
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source)
  return folder
}
const metric = (fields: string): string => `import { count, defineMetric, defineDerived } from "@shopstream/plugins"
export default ${fields}`
const counted = (name: string): string =>
  metric(`defineMetric({ apiVersion: 1, name: "${name}", title: "T", unit: "count", on: ["purchase"], ...count() })`)
const derived = (name: string, of: string): string =>
  metric(`defineDerived({ name: "${name}", title: "T", unit: "count", of: ["${of}"], read: () => 1 })`)

test("a file in a folder of the author's is a metric, with the kit imported by its package name", async () => {
  const { plugins, failures } = await loadPlugins([folderOf({ "big_orders.ts": counted("big_orders") })])
  expect(failures).toEqual([])
  expect(plugins.map(({ plugin }) => plugin.name)).toEqual(["big_orders"])
})

test.each([
  ["throws while loading", `throw new Error("boom")`, "boom"],
  ["does not parse", `export default {`, ""],
  ["exports no plugin", `export default { name: "bad" }`, "define… function"],
  ["has another name than its file", counted("good"), `own name "bad"`],
  ["speaks another API", counted("bad").replace("apiVersion: 1", "apiVersion: 2"), "plugin API 2"],
  ["has an unknown unit", counted("bad").replace(`"count"`, `"litres"`), "litres"],
  [
    "answers later",
    counted("bad").replace("...count()", "...count(), add: async n => n"),
    "add: expected a function that answers at once",
  ],
  [
    "has a dimension that answers later",
    counted("bad").replace("...count()", "by: { a: async () => '' }, ...count()"),
    "by.a: expected",
  ],
  ["is made of a metric that does not exist", derived("bad", "nothing"), "nothing"],
  ["is made of itself", derived("bad", "bad"), "bad → bad"],
])("a file that %s is named with its reason, and its neighbours load", async (_case, source, reason) => {
  const folder = folderOf({ "bad.ts": source, "good_one.ts": counted("good_one") })
  const { plugins, failures } = await loadPlugins([folder])
  expect(plugins.map(({ plugin }) => plugin.name)).toEqual(["good_one"])
  expect(failures.map(({ path }) => path)).toEqual([join(folder, "bad.ts")])
  expect(failures[0]!.message).toContain(reason)
})

test("two derived metrics made of each other are both refused", async () => {
  const { plugins, failures } = await loadPlugins([folderOf({ "a.ts": derived("a", "b"), "b.ts": derived("b", "a") })])
  expect(plugins).toEqual([])
  expect(failures).toHaveLength(2)
})

test("of two plugins with one name the first stays", async () => {
  const { plugins, failures } = await loadPlugins([
    folderOf({ "a.ts": counted("a") }),
    folderOf({ "a.ts": counted("a") }),
  ])
  expect(plugins).toHaveLength(1)
  expect(failures[0]!.message).toContain("loaded already")
})

test("a name that the API needs for itself is refused", async () => {
  const { failures } = await loadPlugins([folderOf({ "funnel.ts": counted("funnel") })])
  expect(failures[0]!.message).toContain("taken by the API")
})

test("a folder that is not there is named, and the others load", async () => {
  const { plugins, failures } = await loadPlugins(["/nowhere/at/all", folderOf({ "a.ts": counted("a") })])
  expect(plugins).toHaveLength(1)
  expect(failures.map(({ path }) => path)).toEqual(["/nowhere/at/all"])
})

const alert = (fields: string): string => `import { defineAlert, fields } from "@shopstream/plugins"
const whole = { name: "calm", title: "Calm", severity: "info", metric: "orders", unit: "count", settings: fields({}),
  asks: () => ({}), judge: () => [] }
export default defineAlert({ ...whole, ${fields} })`

test("alerts and channels load from their folders, beside metrics of the same name", async () => {
  const folder = folderOf({ "calm.ts": counted("calm") })
  mkdirSync(join(folder, "alerts"))
  mkdirSync(join(folder, "channels"))
  writeFileSync(join(folder, "alerts", "calm.ts"), alert(""))
  const channel = `import { defineChannel, fields } from "@shopstream/plugins"
export default defineChannel({ name: "pager", title: "Pager", settings: fields({}), deliver: async () => {} })`
  writeFileSync(join(folder, "channels", "pager.ts"), channel)
  const { plugins, alerts, channels, failures } = await loadPlugins([folder])
  expect(failures).toEqual([])
  expect([plugins, alerts, channels].map(kind => kind.map(({ plugin }) => plugin.name))).toEqual([
    ["calm"],
    ["calm"],
    ["pager"],
  ])
})

test.each([
  ["no severity", `severity: "terrible"`, "severity: expected one of info, warning, critical"],
  ["no judge", "judge: 1", "judge: expected a function"],
  ["no questions", "asks: {}", "asks: expected a function"],
  ["no schema", "settings: {}", "Standard Schema"],
  ["another unit", `unit: "litres"`, "litres"],
])("an alert with %s is refused with what was expected", async (_case, fields, reason) => {
  const { alerts, failures } = await loadPlugins([folderOf({ "calm.ts": alert(fields) })])
  expect(alerts).toEqual([])
  expect(failures[0]?.message).toContain(reason)
})
