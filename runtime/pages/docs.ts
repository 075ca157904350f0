import { openapi } from "@elysiajs/openapi"
import { Elysia } from "elysia"
import { type Asset, CACHE, makeAsset, serve } from "./asset.ts"
import { pageHeaders, SCRIPT_HEADERS } from "./security.ts"

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>ShopStream API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <script defer src="/docs/swagger-ui.js"></script>
    <script defer src="/docs/start.js"></script>
  </head>
  <body style="margin: 0"><div id="api"></div></body>
</html>
`

/** Swagger UI takes its theme from a class, so a few lines follow what the reader's system prefers. */
const START = `const dark = matchMedia("(prefers-color-scheme: dark)")
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches)
dark.addEventListener("change", follow)
follow()
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#api", deepLinking: true, docExpansion: "list", defaultModelsExpandDepth: 0 })
`

const JAVASCRIPT = "text/javascript; charset=utf-8"

const FILES: Record<string, { headers: Record<string, string>; make(): Promise<Asset> }> = {
  "/docs": { headers: pageHeaders(), make: () => makeAsset(PAGE, "text/html; charset=utf-8", CACHE.ask) },
  "/docs/start.js": { headers: SCRIPT_HEADERS, make: () => makeAsset(START, JAVASCRIPT, CACHE.ask) },
  "/docs/swagger-ui.js": { headers: SCRIPT_HEADERS, make: () => shipped("swagger-ui-bundle.js", JAVASCRIPT) },
  "/docs/swagger-ui.css": { headers: SCRIPT_HEADERS, make: () => shipped("swagger-ui.css", "text/css; charset=utf-8") },
}

/** A file of the npm package, so that the page works without any other host. */
async function shipped(name: string, type: string): Promise<Asset> {
  const source = Bun.file(Bun.resolveSync(`swagger-ui-dist/${name}`, import.meta.dir))
  return makeAsset(new Uint8Array(await source.arrayBuffer()), type, CACHE.minutes)
}

/**
 * `/openapi.json`, read off every route of the app this is used in, and `/docs`, the page over it. Nothing comes from
 * another host.
 * @param version of ShopStream
 */
export function docsRoutes(version: string) {
  const app = new Elysia({ name: "docs" }).use(
    openapi({
      provider: null,
      specPath: "/openapi.json",
      documentation: {
        info: {
          title: "ShopStream",
          version,
          description:
            "Real-time analytics for online shops. Send events with a write key; read numbers with a read or admin key as `Authorization: Bearer`.",
        },
        components: {
          securitySchemes: { key: { type: "http", scheme: "bearer", description: "rk_…, ak_… or wt_…; sk_… to send" } },
        },
        security: [{ key: [] }],
      },
    }),
  )
  for (const [path, { headers, make }] of Object.entries(FILES)) {
    let made: Promise<Asset> | undefined
    const handler = async ({ request }: { request: Request }) => {
      made ??= make()
      return serve(request, await made, headers)
    }
    app.get(path, handler, { detail: { hide: true } }).head(path, handler, { detail: { hide: true } })
  }
  return app
}
