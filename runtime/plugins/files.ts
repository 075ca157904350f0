import { readdir } from "node:fs/promises"
import { join } from "node:path"

/** Where plugins lie in a folder of plugins. */
const PLACES = ["", "metrics", "alerts", "channels"]

/** Where their widgets lie. */
const WIDGETS = "widgets"

/** Every file of a folder that should be a plugin, in the order in which they are loaded. @throws where there is no folder */
export async function pluginFiles(folder: string): Promise<string[]> {
  const files = await Promise.all(PLACES.map(place => sourcesIn(join(folder, place), place !== "")))
  return files.flat().sort()
}

/** Every file of a folder that should be the widget of a plugin. */
export const widgetFiles = async (folder: string): Promise<string[]> =>
  (await sourcesIn(join(folder, WIDGETS), true)).sort()

async function sourcesIn(folder: string, mayBeAbsent: boolean): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter(entry => entry.isFile() && isSource(entry.name)).map(({ name }) => join(folder, name))
  } catch (error) {
    if (mayBeAbsent) return []
    throw error
  }
}

/** Editors keep what is half written beside a file, under a name that begins with a dot. */
const isSource = (name: string): boolean =>
  /^[^.].*\.[jt]s$/.test(name) && !/\.(test|browser|d|config)\.[jt]s$/.test(name)
