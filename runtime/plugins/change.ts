import { basename, extname } from "node:path"
import { entriesOf, type Loaded } from "../plugins.ts"

/** What replacing plugins changed, in lines for a terminal. */
export interface Change {
  /** Added, changed and removed, by name. */
  news: string[]
  /** Files that do not load, as far as this was not so before. */
  problems: string[]
}

export function changeOf(before: Loaded, after: Loaded): Change {
  const was = new Map(entriesOf(before).map(({ path, plugin }) => [path, plugin]))
  const is = new Map(entriesOf(after).map(({ path, plugin }) => [path, plugin]))
  const widgets = new Map(before.widgets.map(({ path, digest }) => [path, digest]))
  const known = new Set(before.failures.map(({ path, message }) => `${path}\0${message}`))
  return {
    news: [
      ...[...is].filter(([path]) => !was.has(path)).map(([path]) => `${nameOf(path)} added`),
      ...[...is].filter(([path, plugin]) => (was.get(path) ?? plugin) !== plugin).map(([p]) => `${nameOf(p)} changed`),
      ...[...was].filter(([path]) => !is.has(path)).map(([path]) => `${nameOf(path)} removed`),
      ...after.widgets
        .filter(({ path, digest }) => widgets.get(path) !== digest)
        .map(({ name, path }) => `the widget of ${name} ${widgets.has(path) ? "changed" : "added"}`),
    ],
    problems: after.failures
      .filter(({ path, message }) => !known.has(`${path}\0${message}`))
      .map(({ path, message, isKept }) => `${path}: ${message}${isKept ? "; its former version stays in use" : ""}`),
  }
}

const nameOf = (path: string): string => basename(path, extname(path))
