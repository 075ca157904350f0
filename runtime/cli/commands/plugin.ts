import { relative } from "node:path"
import type { Command } from "commander"
import { readSettings } from "../installation.ts"
import { example, paint, print, printJson, table } from "../terminal.ts"

export function pluginCommand(program: Command): void {
  program
    .command("plugin")
    .description("look at plugins")
    .command("list")
    .description("list the plugins that load, and those that fail with the reason")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream plugin list", "SHOPSTREAM_PLUGINS=./mine shopstream plugin list"))
    .action(list)
}

async function list({ json }: { json?: true }): Promise<void> {
  const config = readSettings()
  const { loadPlugins } = await import("../../plugins.ts")
  const { plugins, failures } = await loadPlugins([`${import.meta.dir}/../../../plugins`, ...config.plugins])
  const rows = plugins.map(({ path, plugin }) => ({ name: plugin.name, kind: plugin.kind, title: plugin.title, path }))
  if (failures.length > 0) process.exitCode = 1
  if (json) return printJson({ plugins: rows, failures })

  const place = (path: string) => relative(process.cwd(), path) || path
  const lines = rows.map(({ name, kind, title, path }) => [name, kind, title, paint.dim(place(path))])
  print(table(["name", "kind", "title", "file"], lines, "No plugins."))
  for (const { path, message } of failures) print(`  ${paint.red("✗")} ${place(path)}: ${message}`)
}
