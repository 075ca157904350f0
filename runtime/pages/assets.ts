import { readdirSync } from "node:fs"
import { join } from "node:path"
import type { Asset } from "./asset.ts"
import { type BundleOptions, bundleFile, bundlePage, type Files } from "./bundle.ts"
import type { PluginWidgets } from "./plugin-widgets.ts"

const root = join(import.meta.dir, "../..")

/** A bundle and the addresses it answers for: paths, or a folder where one ends with `/`. */
interface Bundle {
  at: string[]
  build(): Promise<Files>
}

/** Every file the runtime serves, by address and source. */
function bundles(options: BundleOptions): Bundle[] {
  const file = (path: string, source: string, format: "iife" | "esm"): Bundle => ({
    at: [path, `${path}.map`],
    build: () => bundleFile(path, join(root, source), format, options),
  })
  const elements = readdirSync(join(root, "widgets/define")).flatMap(
    name => /^(shop-[a-z-]+)\.ts$/.exec(name)?.[1] ?? [],
  )
  return [
    {
      at: ["/", "/assets/"],
      build: () => bundlePage("/", join(root, "widgets/dashboard/index.html"), options),
    },
    file("/shopstream.js", "sdk/script.ts", "iife"),
    file("/shopstream.core.js", "sdk/core.ts", "iife"),
    file("/demo/client.js", "runtime/demo/storefront/client.ts", "esm"),
    file("/demo/style.css", "runtime/demo/storefront/style.css", "esm"),
    file("/widgets.js", "widgets/all.ts", "esm"),
    // Each element is whole in itself: a page that wants two or more does better with widgets.js.
    ...elements.map(name => file(`/widgets/${name}.js`, `widgets/define/${name}.ts`, "esm")),
  ]
}

/** Bundles from source, each built when it is first asked for, or by `warm`, and then kept. */
export interface Assets {
  /** @throws Error when the source cannot be bundled; the next call tries again */
  find(path: string): Promise<Asset | undefined>
  /** Builds everything, one after the other, so that the first visitor need not wait. */
  warm(): Promise<void>
}

export interface AssetsOptions extends BundleOptions {
  /** What plugins bring. */
  pluginWidgets?: PluginWidgets
}

export function createAssets({ pluginWidgets, ...options }: AssetsOptions): Assets {
  const all = bundles(options)
  const built = new Map<Bundle, Promise<Files>>()

  function files(bundle: Bundle): Promise<Files> {
    const known = built.get(bundle)
    if (known) return known
    const building = bundle.build()
    built.set(bundle, building)
    building.catch(() => built.delete(bundle))
    return building
  }

  return {
    async find(path) {
      const bundle = all.find(({ at }) => at.some(own => own === path || isWithin(own, path)))
      return bundle ? (await files(bundle)).get(path) : pluginWidgets?.find(path)
    },
    async warm() {
      for (const bundle of all) await files(bundle)
      await pluginWidgets?.warm()
    },
  }
}

function isWithin(folder: string, path: string): boolean {
  return folder !== "/" && folder.endsWith("/") && path.startsWith(folder)
}
