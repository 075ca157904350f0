import { realpath } from "node:fs/promises"
import { type AnyPlugin, entriesOf, type Loaded, loadPlugins } from "../plugins.ts"
import { pluginFiles, widgetFiles } from "./files.ts"
import { type Source, sourceOf } from "./source.ts"

/** Folders of plugins, and what was last found in them. */
export class PluginFolders {
  #sources: ReadonlyMap<string, Source> = new Map()
  #former: ReadonlyMap<string, AnyPlugin> = new Map()

  constructor(readonly folders: readonly string[]) {}

  async load(): Promise<Loaded> {
    this.#sources = await this.#look()
    return this.#load()
  }

  /**
   * Loads what changed since, imports of a plugin included, and checks it as the first time; all the rest stays the very
   * same objects.
   * @returns undefined where nothing changed
   */
  async reload(): Promise<Loaded | undefined> {
    const before = this.#sources
    const now = await this.#look()
    const changed = [...now].filter(([path, { digest }]) => digest !== before.get(path)?.digest)
    if (changed.length === 0 && now.size === before.size) return undefined
    this.#sources = now
    // Bun's cache of modules holds failures too, and would answer with them.
    for (const [path, { files }] of changed) {
      for (const file of [...files, ...(before.get(path)?.files ?? [])]) delete require.cache[file]
    }
    return this.#load()
  }

  async #load(): Promise<Loaded> {
    const loaded = await loadPlugins(this.folders, path => this.#former.get(path))
    this.#former = new Map(entriesOf(loaded).map(({ path, plugin }) => [path, plugin]))
    return loaded
  }

  async #look(): Promise<ReadonlyMap<string, Source>> {
    const kinds = this.folders.flatMap(folder => [pluginFiles(folder).catch(() => []), widgetFiles(folder)])
    const paths = (await Promise.all(kinds)).flat()
    return new Map(await Promise.all(paths.map(async path => [path, await sourceOf(await real(path))] as const)))
  }
}

/** The module cache knows a file by where it really lies. It may vanish while it is looked at. */
const real = (path: string): Promise<string> => realpath(path).catch(() => path)
