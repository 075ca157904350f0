import type { Plugin } from "../../plugins/kit/plugin.ts"
import { nearest } from "../config/nearest.ts"
import type { Config } from "../config.ts"
import { Failure } from "./failure.ts"

/** Every metric of this installation, by name. */
export async function loadMetrics({ plugins: folders }: Pick<Config, "plugins">): Promise<ReadonlyMap<string, Plugin>> {
  const { loadPlugins, OWN_PLUGINS } = await import("../plugins.ts")
  const { plugins } = await loadPlugins([OWN_PLUGINS, ...folders])
  return new Map(plugins.map(({ plugin }) => [plugin.name, plugin]))
}

/** @throws Failure that names the nearest one there is */
export function metricNamed(name: string, metrics: ReadonlyMap<string, Plugin>): Plugin {
  const found = metrics.get(name)
  if (found) return found
  const guess = nearest(name, [...metrics.keys()])
  throw new Failure(
    `there is no metric "${name}"${guess ? `; did you mean ${guess}?` : ""}; see: shopstream plugin list`,
  )
}
