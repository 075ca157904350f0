const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This sign-in link is used up · ShopStream</title>
<style>
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
  h1 { font-size: 1.4rem; line-height: 1.3 }
  code { font-family: ui-monospace, monospace; background: color-mix(in srgb, currentColor 9%, transparent); padding: .1em .3em; border-radius: .3em }
</style>
<h1>This sign-in link is used up.</h1>
<p>Each link signs in one browser, once, within an hour of its making.</p>
<ul>
  <li>Restart ShopStream: it prints a new link.</li>
  <li>Or <a href="/">open the dashboard</a> and paste the admin key: it stands in <code>keys.json</code> in the data folder.</li>
</ul>
</html>
`

/** What a person sees who follows a one-time link a second time, or too late. */
export function usedLinkPage(): Response {
  return new Response(PAGE, {
    status: 401,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  })
}
