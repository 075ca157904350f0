import { existsSync } from "node:fs"
import { stat } from "node:fs/promises"
import { relative, sep } from "node:path"
import { createPluginWidgets } from "../../pages/plugin-widgets.ts"
import { entriesOf, loadPlugins, OWN_PLUGINS, type PluginWidget } from "../../plugins.ts"
import { Failure } from "../failure.ts"
import { checkLaws } from "./laws.ts"
import { checkTests } from "./tests.ts"
import { checkTypes } from "./types.ts"
import type { CheckVerdict } from "./verdict.ts"

/**
 * Looks at a folder of plugins: whether each loads, whether its types are right, whether it keeps the laws of its kind,
 * and whether its author's tests pass.
 * @param folders other folders whose metrics they may be made of
 * @throws Failure, one line, where there is no such folder or no plugin in it
 */
export async function checkPlugins(folder: string, folders: readonly string[]): Promise<CheckVerdict[]> {
  await assertFolder(folder)
  const loaded = await loadPlugins([...new Set([OWN_PLUGINS, ...folders, folder])])
  const isIn = ({ path }: { path: string }) => path.startsWith(folder + sep)
  const own = entriesOf(loaded).filter(isIn)
  const widgets = loaded.widgets.filter(isIn)
  const failures = loaded.failures.filter(isIn)
  if (own.length + failures.length === 0) {
    throw new Failure(`${folder}: no plugin here; make one with: shopstream plugin new metric NAME --dir ${folder}`)
  }
  const place = ({ path }: { path: string }) => relative(folder, path)
  const metrics = new Set(loaded.plugins.map(({ plugin }) => plugin.name))
  const laws = await Promise.all(own.map(({ plugin }) => checkLaws(plugin, metrics)))
  const tests = own.map(({ path }) => path.replace(/(\.[jt]s)$/, ".test$1")).filter(path => existsSync(path))
  const sources = [...own, ...widgets, ...failures].map(({ path }) => path)
  return [
    ...own.map(plugin => ({ name: `${place(plugin)} loads`, outcome: "passed" as const })),
    ...failures.map(failure => ({ name: place(failure), outcome: "failed" as const, detail: failure.message })),
    await checkTypes(
      folder,
      [...sources, ...tests].filter(path => path.endsWith(".ts")),
    ),
    ...laws.flat(),
    ...(await Promise.all(widgets.map(widget => checkWidget(widget, place(widget))))),
    ...(await checkTests(folder, tests)),
  ]
}

async function checkWidget(widget: PluginWidget, place: string): Promise<CheckVerdict> {
  let problem: unknown
  await createPluginWidgets({
    development: false,
    widgets: () => [widget],
    onBundled(_, error) {
      problem = error
    },
  }).warm()
  if (problem === undefined) return { name: `${place} bundles`, outcome: "passed" }
  return { name: place, outcome: "failed", detail: problem instanceof Error ? problem.message : String(problem) }
}

async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new Failure(`${folder}: expected a folder of plugins, and there is none`)
}
