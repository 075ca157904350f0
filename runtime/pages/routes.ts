import { Elysia } from "elysia"
import type { RunningAccess } from "../access/access.ts"
import { redeemLink } from "../access/routes.ts"
import { Refusal } from "../errors.ts"
import { CACHE, makeAsset, serve } from "./asset.ts"
import type { Assets } from "./assets.ts"
import { pageHeaders, SCRIPT_HEADERS } from "./security.ts"
import { usedLinkPage } from "./used-link.ts"

export interface PageOptions {
  assets: Assets
  access: RunningAccess
  /** HTML of the demo storefront, made anew for each visit; absent = this server has none. */
  storefront?: () => Promise<string>
}

type Handler = (context: { request: Request }) => Promise<Response>

/** Everything the runtime serves as files: the scripts, the dashboard, the demo storefront. */
export function pageRoutes({ assets, access, storefront }: PageOptions) {
  const app = new Elysia({ name: "pages" })
  const serveAt = (path: string, handler: Handler) => {
    app.get(path, handler, { detail: { hide: true } }).head(path, handler, { detail: { hide: true } })
  }

  const file: Handler = async ({ request }) => {
    const { pathname } = new URL(request.url)
    const asset = await assets.find(pathname)
    if (!asset) throw new Refusal("not_found", `there is no file ${pathname}; see /docs for what there is`)
    return serve(request, asset, asset.type.startsWith("text/html") ? pageHeaders() : SCRIPT_HEADERS)
  }

  serveAt("/", async context => {
    const { request } = context
    const token = new URL(request.url).searchParams.get("token")
    if (token === null || request.method === "HEAD") return file(context)
    return (await redeemLink(access, request, token)) ?? usedLinkPage()
  })
  for (const path of ["/shopstream.js", "/shopstream.core.js", "/widgets.js"]) {
    serveAt(path, file)
    serveAt(`${path}.map`, file)
  }
  serveAt("/widgets/*", file)
  serveAt("/assets/*", file)

  if (storefront) {
    const page: Handler = async ({ request }) =>
      serve(request, await makeAsset(await storefront(), "text/html; charset=utf-8", CACHE.ask), pageHeaders("'self'"))
    serveAt("/demo", page)
    // The storefront finds its way by address, so every address without a file below it is the same page.
    serveAt("/demo/*", context =>
      /\.[a-z]+$/.test(new URL(context.request.url).pathname) ? file(context) : page(context),
    )
  }
  return app
}
