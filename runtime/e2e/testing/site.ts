/** A web site that is not ShopStream's: another origin, and, as it goes by another host name, another site too. */
export interface Site {
  origin: string
  stop(): Promise<void>
}

/**
 * Serves one HTML page at every path.
 * @param html the page's body; it is asked for at each visit, since it may name what is made later
 */
export function serveSite(html: () => string): Site {
  const page = () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>${html()}</html>`
  const server = Bun.serve({
    port: 0,
    hostname: "localhost",
    fetch: () => new Response(page(), { headers: { "content-type": "text/html; charset=utf-8" } }),
  })
  return { origin: `http://localhost:${server.port}`, stop: () => server.stop(true) }
}
