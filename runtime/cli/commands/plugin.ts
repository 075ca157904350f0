import { relative } from "node:path"
import { Argument, type Command } from "commander"
import { path } from "../../config/kinds.ts"
import type { AnyPlugin } from "../../plugins.ts"
import { Failure } from "../failure.ts"
import { readSettings } from "../installation.ts"
import { readAs } from "../options.ts"
import { type FileKind, FOLDER_OF } from "../plugin/templates.ts"
import type { CheckVerdict } from "../plugin/verdict.ts"
import { columns, example, paint, print, printJson, table } from "../terminal.ts"

const readPath = readAs(path)

export function pluginCommand(program: Command): void {
  const plugin = program.command("plugin").description("make, check and list plugins")
  plugin
    .command("new")
    .description("make a plugin with a test that passes, to be changed into yours")
    .addArgument(new Argument("<kind>", "what it is").choices(Object.keys(FOLDER_OF)))
    .argument("<name>", "its name in the API and of its file, e.g. big_orders")
    .option("--dir <folder>", "folder of plugins to make it in", readPath, readPath("my-plugins"))
    .addHelpText("after", example("shopstream plugin new metric big_orders --dir ./my-plugins"))
    .action(create)
  plugin
    .command("check")
    .description("check the types, the laws and the tests of a folder of plugins")
    .argument("<folder>", "folder of plugins", readPath)
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream plugin check ./my-plugins"))
    .action(check)
  plugin
    .command("list")
    .description("list the plugins that load, and those that fail with the reason")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream plugin list", "SHOPSTREAM_PLUGINS=./mine shopstream plugin list"))
    .action(list)
}

const place = (path: string): string => relative(process.cwd(), path) || "."

async function create(kind: FileKind, name: string, { dir }: { dir: string }): Promise<void> {
  const { scaffold } = await import("../plugin/scaffold.ts")
  const { source, test } = await scaffold(kind, name, dir, readSettings().plugins)
  const next = [
    ["check it", `shopstream plugin check ${place(dir)}`],
    ["use it", `SHOPSTREAM_PLUGINS=${place(dir)} shopstream start`],
  ]
  print(`  ${paint.green("✓")} ${place(source)}\n  ${paint.green("✓")} ${place(test)}\n`)
  print(columns(next.map(([what = "", command = ""]) => [paint.dim(what), command])))
}

const MARKS: Readonly<Record<CheckVerdict["outcome"], string>> = {
  passed: paint.green("✓"),
  failed: paint.red("✗"),
  skipped: paint.yellow("–"),
}

async function check(folder: string, { json }: { json?: true }): Promise<void> {
  const { checkPlugins } = await import("../plugin/check.ts")
  const verdicts = await checkPlugins(folder, readSettings().plugins)
  const failed = verdicts.filter(({ outcome }) => outcome === "failed").length
  if (json) printJson({ verdicts })
  else for (const verdict of verdicts) print(lineOf(verdict))
  if (failed > 0) throw new Failure(`${failed} of ${verdicts.length} checks failed in ${place(folder)}`)
}

function lineOf({ name, outcome, detail }: CheckVerdict): string {
  const said = detail?.includes("\n") ? `:\n${detail.replace(/^/gm, "      ")}` : detail && `: ${detail}`
  return `  ${MARKS[outcome]} ${name}${said ?? ""}`
}

async function list({ json }: { json?: true }): Promise<void> {
  const config = readSettings()
  const { loadPlugins, OWN_PLUGINS } = await import("../../plugins.ts")
  const { plugins, alerts, channels, failures } = await loadPlugins([OWN_PLUGINS, ...config.plugins])
  const loaded: { path: string; plugin: AnyPlugin }[] = [...plugins, ...alerts, ...channels]
  const rows = loaded.map(({ path, plugin }) => ({ name: plugin.name, kind: plugin.kind, title: plugin.title, path }))
  if (failures.length > 0) process.exitCode = 1
  if (json) return printJson({ plugins: rows, failures })

  const lines = rows.map(({ name, kind, title, path }) => [name, kind, title, paint.dim(place(path))])
  print(table(["name", "kind", "title", "file"], lines, "No plugins."))
  for (const { path, message } of failures) print(`  ${paint.red("✗")} ${place(path)}: ${message}`)
}
