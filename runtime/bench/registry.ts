import { join } from "node:path"
import { createRegistry, type Registry } from "../pipeline/registry.ts"
import { loadPlugins } from "../plugins.ts"

/** The metrics that ShopStream ships: what a fold costs depends on how many there are. */
export async function shippedMetrics(): Promise<Registry> {
  const { plugins } = await loadPlugins([join(import.meta.dir, "../../plugins")])
  return createRegistry(plugins.map(({ plugin }) => plugin))
}
