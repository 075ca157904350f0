import { basename, extname } from "node:path"
import type { Alert } from "../../plugins/kit/alert.ts"
import type { Channel } from "../../plugins/kit/channel.ts"
import * as kit from "../../plugins/kit/index.ts"
import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { AnyPlugin } from "../plugins.ts"
import { problemOfName } from "./names.ts"

const KINDS: readonly AnyPlugin["kind"][] = ["event", "derived", "session", "order", "visitor", "alert", "channel"]
const SEVERITIES: readonly kit.Severity[] = ["info", "warning", "critical"]
const UNITS: readonly kit.Unit[] = ["money", "count", "percent", "seconds"]

/** What is wrong with the default export of a plugin file, in a sentence; undefined when nothing is. */
export function problemOf(plugin: unknown, path: string): string | undefined {
  if (typeof plugin !== "object" || plugin === null) return "expected a default export made by a define… function"
  const { name, kind, apiVersion, title } = plugin as Partial<AnyPlugin>
  const expected = basename(path, extname(path))
  if (!KINDS.includes(kind as AnyPlugin["kind"])) return "expected a default export made by a define… function"
  if (apiVersion !== kit.API_VERSION) return `speaks plugin API ${apiVersion}; this runtime speaks ${kit.API_VERSION}`
  const badName = problemOfName(name)
  if (badName) return badName
  if (name !== expected) return `name: expected the file's own name "${expected}", got "${name}"`
  if (typeof title !== "string" || title === "") return "title: expected a text"
  const late = kind === "channel" ? undefined : lateIn(plugin)
  if (late) return `${late}: expected a function that answers at once, got an async one`
  if (kind === "alert") return problemOfAlert(plugin)
  return kind === "channel" ? problemOfChannel(plugin) : problemOfUnit(plugin)
}

/** The function of a plugin that only promises an answer: nobody would wait for it, nor hear of its failure. */
function lateIn(plugin: object): string | undefined {
  const { by = {}, ...members } = plugin as { by?: object }
  const functions: [string, unknown][] = [
    ...Object.entries(members),
    ...Object.entries(by).map(([dim, read]): [string, unknown] => [`by.${dim}`, read]),
  ]
  return functions.find(([, value]) => value instanceof AsyncFunction)?.[0]
}

const AsyncFunction = (async () => {}).constructor

function problemOfAlert(plugin: object): string | undefined {
  const { severity, asks, judge } = plugin as Partial<Alert>
  if (!SEVERITIES.includes(severity as kit.Severity)) {
    return `severity: expected one of ${SEVERITIES.join(", ")}, got ${JSON.stringify(severity)}`
  }
  if (typeof asks !== "function") return "asks: expected a function from the settings to questions"
  if (typeof judge !== "function") return "judge: expected a function from readings to findings"
  return problemOfUnit(plugin) ?? problemOfSettings(plugin)
}

function problemOfChannel(plugin: object): string | undefined {
  const { deliver } = plugin as Partial<Channel>
  return typeof deliver === "function"
    ? problemOfSettings(plugin)
    : "deliver: expected a function that takes a notice to people"
}

function problemOfUnit(plugin: object): string | undefined {
  const { unit } = plugin as Partial<Plugin>
  if (UNITS.includes(unit as kit.Unit)) return undefined
  return `unit: expected one of ${UNITS.join(", ")}, got ${JSON.stringify(unit)}`
}

function problemOfSettings(plugin: object): string | undefined {
  const { settings } = plugin as Partial<Alert>
  if (typeof settings?.["~standard"]?.validate === "function") return undefined
  return "settings: expected a schema of a library that speaks Standard Schema, or fields({ … })"
}
