import { expect, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { PluginFolders } from "../plugins/folders.ts"
import type { PluginWidget } from "../plugins.ts"
import { withFolder } from "../testing/folder.ts"
import { createPluginWidgets } from "./plugin-widgets.ts"

const metric = (name: string): string => `import { count, defineMetric } from "@shopstream/plugins"
export default defineMetric({ name: "${name}", title: "T", unit: "count", on: ["*"], ...count() })`
const widget = (words: string): string => `import { define, html, ShopElement } from "@shopstream/widgets"
define("shop-lamps", class extends ShopElement { render() { return html\`${words}\` } })`

/** A folder with the metrics `lamps` and `chairs`, and widgets of these names as given. */
async function served(widgets: Record<string, string>, work: (room: Awaited<ReturnType<typeof opened>>) => unknown) {
  await withFolder(async folder => work(await opened(folder, widgets)))
}

async function opened(folder: string, widgets: Record<string, string>) {
  const put = (path: string, source: string) => writeFileSync(join(folder, path), source)
  mkdirSync(join(folder, "widgets"))
  for (const name of ["lamps", "chairs"]) put(`${name}.ts`, metric(name))
  for (const [name, source] of Object.entries(widgets)) put(`widgets/${name}.ts`, source)
  const folders = new PluginFolders([folder])
  let loaded = await folders.load()
  const outcomes: [string, boolean][] = []
  const scripts = createPluginWidgets({
    development: true,
    widgets: () => loaded.widgets,
    onBundled: ({ name }: PluginWidget, error) => outcomes.push([name, error === undefined]),
  })
  const textOf = async (path: string) =>
    new TextDecoder().decode((await scripts.find(path))?.bytes.identity ?? new Uint8Array())
  const reload = async () => {
    loaded = (await folders.reload()) ?? loaded
  }
  return { scripts, outcomes, textOf, put, reload, failures: loaded.failures }
}

test("a widget is one module that needs nothing else, with its source map in development", () =>
  served({ lamps: widget("Hello") }, async ({ textOf }) => {
    const script = await textOf("/widgets/plugins/lamps.js")
    expect(script).toContain("Hello")
    expect(script).not.toMatch(/\bfrom\s*"@?(shopstream|lit)/)
    expect(await textOf("/widgets/plugins/lamps.js.map")).toContain("Hello")
    expect(await textOf("/widgets/plugins/chairs.js")).toBe("")
  }))

test("a widget whose source changed is bundled again, and only then", () =>
  served({ lamps: widget("Before") }, async ({ textOf, put, reload, outcomes }) => {
    for (let i = 0; i < 3; i++) expect(await textOf("/widgets/plugins/lamps.js")).toContain("Before")
    put("widgets/lamps.ts", widget("After"))
    await reload()
    expect(await textOf("/widgets/plugins/lamps.js")).toContain("After")
    expect(outcomes).toHaveLength(2)
  }))

test("a widget that cannot be bundled is told of and keeps no other from being served", () =>
  served({ chairs: `import "./nowhere.ts"`, lamps: widget("Hello") }, async ({ scripts, outcomes, textOf }) => {
    await scripts.warm()
    expect(outcomes).toEqual([
      ["chairs", false],
      ["lamps", true],
    ])
    expect(await textOf("/widgets/plugins/lamps.js")).toContain("Hello")
    expect(await scripts.find("/widgets/plugins/chairs.js").catch(String)).toContain("cannot bundle")
  }))

test("a widget without a plugin of its name is refused with the reason", () =>
  served({ tables: widget("Hello") }, ({ failures }) => {
    expect(failures.map(({ message }) => message)).toEqual([
      `a widget is named like its plugin, and no plugin named "tables" is loaded`,
    ])
  }))
