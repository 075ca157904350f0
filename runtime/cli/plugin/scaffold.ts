import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { problemOfName } from "../../plugins/names.ts"
import { loadPlugins, OWN_PLUGINS } from "../../plugins.ts"
import { Failure } from "../failure.ts"
import { type FileKind, FOLDER_OF, TEMPLATES } from "./templates.ts"

export interface Scaffolded {
  /** Absolute paths. */
  source: string
  test: string
}

/**
 * Makes a plugin and its test in a folder of plugins, which is made too where it is missing.
 * @param folders where plugins are loaded from already: their names are taken
 * @throws Failure, one line, for a bad name, one that is taken, or a folder that has no place to be
 */
export async function scaffold(
  kind: FileKind,
  name: string,
  dir: string,
  folders: readonly string[],
): Promise<Scaffolded> {
  const problem = problemOfName(name)
  if (problem) throw new Failure(problem)
  const folder = join(dir, FOLDER_OF[kind])
  const source = join(folder, `${name}.ts`)
  const test = join(folder, `${name}.test.ts`)
  for (const path of [source, test])
    if (existsSync(path)) throw new Failure(`${path} exists already, choose another name`)
  const taken = await holderOf(kind, name, [OWN_PLUGINS, ...folders, ...(existsSync(dir) ? [dir] : [])])
  if (taken) throw new Failure(`the name "${name}" is taken by ${taken}, choose another`)

  await makeFolder(dir)
  await mkdir(folder, { recursive: true })
  const written = TEMPLATES[kind]({ name, ...importsIn(dir) })
  await writeFile(source, written.source, { flag: "wx" })
  await writeFile(test, written.test, { flag: "wx" })
  return { source, test }
}

/** Plugins of the house import the kit by its path, everybody else's by its package. */
function importsIn(dir: string): { kit: string; testing: string } {
  return resolve(dir) === resolve(OWN_PLUGINS)
    ? { kit: "../kit/index.ts", testing: "../kit/testing/index.ts" }
    : { kit: "@shopstream/plugins", testing: "@shopstream/plugins/testing" }
}

/** The file whose plugin has the name already. */
async function holderOf(kind: FileKind, name: string, folders: readonly string[]): Promise<string | undefined> {
  const { plugins, alerts, channels } = await loadPlugins([...new Set(folders)])
  const ofKind = { metric: plugins, alert: alerts, channel: channels }[kind]
  return ofKind.find(({ plugin }) => plugin.name === name)?.path
}

async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "EEXIST") return
    throw new Failure(
      code === "ENOENT"
        ? `--dir ${dir}: expected a folder, or a new one in a folder that exists`
        : `--dir ${dir}: cannot be made (${message})`,
    )
  }
}
