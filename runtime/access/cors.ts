import { Elysia } from "elysia"

/** Asking every ten minutes whether a bearer may be sent is often enough. */
const PREFLIGHT_SECONDS = 600

/**
 * Lets pages of any origin ask `/api/…` with a bearer: `*`, never with credentials, so a browser neither sends the
 * dashboard's cookie along nor takes one from here. Routes that set it check the origin themselves.
 */
export function openReads() {
  return new Elysia({ name: "open-reads" }).onRequest(({ request, set }) => {
    if (!pathOf(request.url).startsWith("/api/")) return
    set.headers["access-control-allow-origin"] = "*"
    set.headers["access-control-expose-headers"] = "Retry-After"
    if (request.method !== "OPTIONS") return
    return new Response(null, {
      status: 204,
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": `${PREFLIGHT_SECONDS}`,
      },
    })
  })
}

/** The path without parsing the whole address: this runs for every request, the collector's included. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3)
  const end = url.indexOf("?", start)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}
