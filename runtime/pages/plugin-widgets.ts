import { join } from "node:path"
import type { PluginWidget } from "../plugins.ts"
import type { Asset } from "./asset.ts"
import { type BundleOptions, bundleFile, type Files } from "./bundle.ts"

/** What widgets of plugins import as `@shopstream/widgets`. */
export const OWN_WIDGETS = join(import.meta.dir, "../../widgets/index.ts")

/** Address of the script that brings the widget of a plugin. */
export const scriptOf = (name: string): string => `/widgets/plugins/${name}.js`

export interface PluginWidgetsOptions extends Pick<BundleOptions, "development"> {
  /** Those that there are now. */
  widgets(): readonly PluginWidget[]
  /** Told how each bundling went; `error` is absent where it went well. */
  onBundled(widget: PluginWidget, error?: unknown): void
}

/** Scripts of plugins' widgets: bundled like the shipped ones, with the same base, when one is first asked for or changed. */
export interface PluginWidgets {
  /** @throws Error when the source cannot be bundled */
  find(path: string): Promise<Asset | undefined>
  /** Bundles all, one after the other; what fails keeps no other from it. */
  warm(): Promise<void>
}

export function createPluginWidgets({ development, widgets, onBundled }: PluginWidgetsOptions): PluginWidgets {
  const built = new Map<string, { digest: string; files: Promise<Files> }>()

  function filesOf(widget: PluginWidget): Promise<Files> {
    const known = built.get(widget.path)
    if (known?.digest === widget.digest) return known.files
    const options = { development, packages: { "@shopstream/widgets": OWN_WIDGETS } }
    const files = bundleFile(scriptOf(widget.name), widget.path, "esm", options)
    built.set(widget.path, { digest: widget.digest, files })
    files.then(
      () => onBundled(widget),
      error => onBundled(widget, error),
    )
    return files
  }

  return {
    async find(path) {
      const widget = widgets().find(({ name }) => path === scriptOf(name) || path === `${scriptOf(name)}.map`)
      return widget && (await filesOf(widget)).get(path)
    },
    async warm() {
      for (const widget of widgets()) await filesOf(widget).catch(() => {})
    },
  }
}
