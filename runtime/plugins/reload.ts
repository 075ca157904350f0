import { type FSWatcher, watch } from "node:fs"
import type { Loaded } from "../plugins.ts"
import { changeOf } from "./change.ts"
import type { CurrentPlugins } from "./current.ts"
import type { PluginFolders } from "./folders.ts"

export interface ReloadOptions {
  folders: PluginFolders
  /** What `folders` loaded, in use. */
  loaded: Loaded
  plugins: Pick<CurrentPlugins, "replace">
  /** Told what changed, a line each. */
  say(line: string): void
  /** Told of files that do not load, and of folders that cannot be watched. */
  onTrouble(error: unknown): void
}

/** An editor saves in several steps: quiet for so long, ms, means that it is done. */
const QUIET_MS = 50

/**
 * Watches folders of plugins and replaces the plugins whenever a file was changed, added or removed. A sign of life in a
 * folder only says that it is time to look; what is there then is what counts, so nothing depends on how an editor saves.
 */
export function startReload({ folders, plugins, say, onTrouble, ...start }: ReloadOptions): { stop(): Promise<void> } {
  let { loaded } = start
  let quiet: ReturnType<typeof setTimeout> | undefined
  let looking = Promise.resolve()

  async function look(): Promise<void> {
    const found = await folders.reload()
    if (!found) return
    const { news, problems } = changeOf(loaded, found)
    loaded = found
    plugins.replace(found)
    if (news.length > 0) say(`plugins: ${news.join(", ")}`)
    for (const problem of problems) onTrouble(`plugin ${problem}`)
  }

  function lookSoon(): void {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      looking = looking.then(look).catch(onTrouble)
    }, QUIET_MS)
  }

  const watchers = folders.folders.flatMap(folder => watched(folder, lookSoon, onTrouble))
  // What changed since they were loaded and before they were watched.
  lookSoon()
  return {
    async stop() {
      for (const watcher of watchers) watcher.close()
      clearTimeout(quiet)
      await looking
    },
  }
}

function watched(folder: string, onSign: () => void, onTrouble: (error: unknown) => void): FSWatcher[] {
  const blind = (error: unknown) => onTrouble(`plugins in ${folder} are not reloaded when they change: ${error}`)
  try {
    return [watch(folder, { recursive: true }, onSign).on("error", blind)]
  } catch (error) {
    blind(error)
    return []
  }
}
