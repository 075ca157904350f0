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
    <script type="module" src="/docs/rapidoc.js"></script>
    <script type="module" src="/docs/theme.js"></script>
  </head>
  <body style="margin: 0">
    <rapi-doc spec-url="/openapi.json" render-style="read" show-header="false" allow-server-selection="false"
      allow-spec-file-download="false" show-method-in-nav-bar="as-colored-text" schema-style="table" load-fonts="false"
      regular-font="system-ui, sans-serif" mono-font="ui-monospace, monospace" primary-color="#5145cd"></rapi-doc>
  </body>
</html>
`

/** RapiDoc takes its colours from attributes, so a few lines follow what the reader's system prefers. */
const THEME = `const page = document.querySelector("rapi-doc")
const dark = matchMedia("(prefers-color-scheme: dark)")
const colours = {
  light: { "bg-color": "#ffffff", "nav-bg-color": "#f6f6f8", "nav-text-color": "#3f3f46", "nav-hover-bg-color": "#ececf1" },
  dark: { "bg-color": "#131316", "nav-bg-color": "#1b1b20", "nav-text-color": "#c9c9d1", "nav-hover-bg-color": "#26262d" },
}
const follow = () => {
  const theme = dark.matches ? "dark" : "light"
  page.setAttribute("theme", theme)
  for (const [name, value] of Object.entries(colours[theme])) page.setAttribute(name, value)
}
dark.addEventListener("change", follow)
follow()
`

const FILES: Record<string, { headers: Record<string, string>; make(): Promise<Asset> }> = {
  "/docs": { headers: pageHeaders(), make: () => makeAsset(PAGE, "text/html; charset=utf-8", CACHE.ask) },
  "/docs/theme.js": {
    headers: SCRIPT_HEADERS,
    make: () => makeAsset(THEME, "text/javascript; charset=utf-8", CACHE.ask),
  },
  "/docs/rapidoc.js": {
    headers: SCRIPT_HEADERS,
    make: async () => {
      const source = Bun.file(Bun.resolveSync("rapidoc/dist/rapidoc-min.js", import.meta.dir))
      return makeAsset(new Uint8Array(await source.arrayBuffer()), "text/javascript; charset=utf-8", CACHE.minutes)
    },
  },
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
