import { basename, extname } from "node:path"
import { ConfigError } from "../config.ts"
import type { AnyPlugin, Loaded } from "../plugins.ts"

/**
 * Holds the start to the plugins that the shop cannot do without.
 * @param required names of metrics, alerts or channels
 * @throws ConfigError, a line for each that did not load, with the reason where it is known
 */
export function assertRequired(required: readonly string[], { plugins, alerts, channels, failures }: Loaded): void {
  const loaded: { plugin: AnyPlugin }[] = [...plugins, ...alerts, ...channels]
  const problems = required.flatMap(name => {
    const failure = failures.find(({ path }) => basename(path, extname(path)) === name)
    if (!failure && loaded.some(({ plugin }) => plugin.name === name)) return []
    const reason = failure ? `${failure.path}: ${failure.message}` : "no folder of plugins has a file of this name"
    return [`SHOPSTREAM_PLUGINS_REQUIRED: expected ${name} to load; ${reason}`]
  })
  if (problems.length > 0) throw new ConfigError(problems)
}
