import { basename, dirname, join } from "node:path"
import { type Asset, CACHE, makeAsset } from "./asset.ts"

/** Files by the path of their address. */
export type Files = Map<string, Asset>

export interface BundleOptions {
  /** Source maps, and no caching without asking. */
  development: boolean
  /** Files that packages are imported from, by name: what lies in a folder of an author's finds no package of ours. */
  packages?: Readonly<Record<string, string>>
}

/**
 * One source file and all it imports, as one script or style sheet at `path`.
 * @param format `iife` for a classic script, which a storefront can load with `defer` and without CORS; `esm` for a module
 */
export async function bundleFile(
  path: string,
  source: string,
  format: "iife" | "esm",
  { development, packages = {} }: BundleOptions,
): Promise<Files> {
  const outputs = await build({
    ...{ entrypoints: [source], format, naming: basename(path), sourcemap: maps(development) },
    plugins: [lookingIn(packages)],
  })
  return toFiles(outputs, dirname(path), development ? CACHE.ask : CACHE.minutes)
}

/**
 * An element that a script of elements fetches on demand stays out of it: it is served whole, at an address of its own.
 * @example import("./define/shop-dashboard.ts") // in /widgets.js: import("./widgets/shop-dashboard.js")
 */
const onDemand: Bun.BunPlugin = {
  name: "elements on demand",
  setup(build) {
    build.onResolve({ filter: /^\.\/define\/shop-[a-z-]+\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: `./widgets/${basename(path, ".ts")}.js`, external: true } : undefined,
    )
  },
}

/** An HTML page at `path`, with its scripts and styles at hashed addresses under `/assets/`. */
export async function bundlePage(path: string, source: string, { development }: BundleOptions): Promise<Files> {
  const hashed = "assets/[name]-[hash].[ext]"
  const outputs = await build({
    entrypoints: [source],
    publicPath: "/",
    naming: { entry: "[name].[ext]", chunk: hashed, asset: hashed },
    sourcemap: maps(development),
  })
  const files = await toFiles(outputs, "/", CACHE.ask)
  const page = `/${basename(source)}`
  const html = files.get(page)!
  files.delete(page)
  return files.set(path, html)
}

function lookingIn(packages: Readonly<Record<string, string>>): Bun.BunPlugin {
  return {
    name: "packages",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: name }) => {
        const path = packages[name]
        return path === undefined ? undefined : { path }
      })
    },
  }
}

function maps(development: boolean): "linked" | "none" {
  return development ? "linked" : "none"
}

async function build(options: Bun.BuildConfig): Promise<Bun.BuildArtifact[]> {
  const result = await Bun.build({
    ...options,
    target: "browser",
    plugins: [onDemand, ...(options.plugins ?? [])],
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    throw: false,
  })
  if (result.success) return result.outputs
  throw new Error(`cannot bundle ${options.entrypoints.join(", ")}: ${result.logs.map(log => log.message).join("; ")}`)
}

async function toFiles(outputs: Bun.BuildArtifact[], folder: string, cacheControl: string): Promise<Files> {
  const entries = outputs.map(async output => {
    const path = join(folder, output.path)
    const forever = output.hash !== null && path.includes(output.hash)
    const content = new Uint8Array(await output.arrayBuffer())
    return [path, await makeAsset(content, typeOf(output), forever ? CACHE.forever : cacheControl)] as const
  })
  return new Map(await Promise.all(entries))
}

function typeOf(output: Bun.BuildArtifact): string {
  return output.type.replace(/;\s*charset=/, "; charset=")
}
