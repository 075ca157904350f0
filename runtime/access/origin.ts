/**
 * Whether the browser says that this request came from a page of this very server. A cookie travels by itself, so a
 * request that relies on one must pass this; `SameSite=Strict` alone lets other ports of the same host through.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin")
  if (origin !== null) return URL.parse(origin)?.host === hostOf(request)
  // Without Origin: a plain GET, or no browser. A page of another port of this host says `same-site`.
  const site = request.headers.get("sec-fetch-site")
  return site === null || site === "same-origin" || site === "none" || isTopLevel(request)
}

/** Following a link to a page is no way to change anything or to read the answer, wherever the link stood. */
function isTopLevel(request: Request): boolean {
  return request.method === "GET" && request.headers.get("sec-fetch-mode") === "navigate"
}

/** Host and port as the browser named them. */
export function hostOf(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host
}

/** Whether the browser speaks https, to us or to a proxy before us. Only decides on `Secure`, so it may be believed. */
export function isHttps(request: Request): boolean {
  return request.url.startsWith("https:") || request.headers.get("x-forwarded-proto") === "https"
}
