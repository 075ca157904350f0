import { Elysia } from "elysia"
import type { Config } from "../config.ts"
import { serve } from "./asset.ts"
import { createAssets } from "./assets.ts"
import { SCRIPT_HEADERS } from "./security.ts"

const SCRIPTS = ["/shopstream.js", "/shopstream.core.js"]

/**
 * The storefront's scripts beside the collector: they send to where they came from, so a shop may take them from a host
 * that does nothing but collect.
 */
export function sdkRoutes({ environment }: Pick<Config, "environment">) {
  const assets = createAssets({ development: environment === "development" })
  const app = new Elysia({ name: "sdk" })
  for (const path of SCRIPTS.flatMap(path => [path, `${path}.map`])) {
    const handler = async ({ request }: { request: Request }): Promise<Response> => {
      const asset = await assets.find(path)
      return asset ? serve(request, asset, SCRIPT_HEADERS) : new Response(null, { status: 404 })
    }
    app.get(path, handler, { detail: { hide: true } }).head(path, handler, { detail: { hide: true } })
  }
  return app
}
