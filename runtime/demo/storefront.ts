import { fileURLToPath } from "node:url"
import { html, type Markup } from "./storefront/markup.ts"
import { CART, categoryPath, HOME } from "./storefront/route.ts"
import { CATEGORIES } from "./words.ts"

/** What the demo storefront is made of, as files: bundled as `/demo/client.js` and served as `/demo/style.css`. */
export const STOREFRONT_CLIENT = fileURLToPath(new URL("storefront/client.ts", import.meta.url))
export const STOREFRONT_STYLE = fileURLToPath(new URL("storefront/style.css", import.meta.url))

/** The metrics its widgets show: the widget token must name them. */
export const STOREFRONT_METRICS = ["revenue", "orders", "active_users", "conversion_rate"] as const

export interface StorefrontOptions {
  /** A `wk_` key of the demo shop. */
  writeKey: string
  /** A `wt_` token for `STOREFRONT_METRICS`. */
  widgetToken: string
}

/**
 * The one HTML page of the demo shop, for `/demo` and every path below it that is no file: it draws itself by its
 * address. It is instrumented just as any shop would be, with the public script tags.
 */
export function storefrontPage({ writeKey, widgetToken }: StorefrontOptions): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="Linnet, a demo shop: live analytics by ShopStream." />
    <meta name="shopstream-token" content="${widgetToken}" />
    <title>Linnet</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='16' fill='%232f5d50'/%3E%3Cpath d='M12 8v16h9' stroke='%23fff' stroke-width='3' fill='none'/%3E%3C/svg%3E" />
    <link rel="stylesheet" href="/demo/style.css" />
    <script defer src="/shopstream.js" data-key="${writeKey}" data-capture="page"></script>
    <script type="module" src="/widgets.js"></script>
    <script type="module" src="/demo/client.js"></script>
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <p class="ribbon">
      <span>Free shipping from $75</span>
      <shop-viewers min="2" label="{count} shopping now" token="${widgetToken}"></shop-viewers>
    </p>
    ${head()}
    <main id="main" tabindex="-1"></main>
    ${live(widgetToken)}
    <footer class="foot">
      <p>Linnet is a demo shop. Every page view, cart and order here is real traffic for ShopStream.</p>
      <nav aria-label="More"><a href="/">Dashboard</a><a href="/docs">API</a></nav>
    </footer>
  </body>
</html>
`.text
}

function head(): Markup {
  return html`
    <header class="top">
      <a class="logo" href="${HOME}" aria-label="Linnet, home">Linnet</a>
      <form class="search" action="/demo/search" role="search" data-action="search">
        <input type="search" name="q" placeholder="Search 500 things" aria-label="Search" data-testid="search-input" />
      </form>
      <a class="cart-link" href="${CART}" data-testid="cart-link">Cart<span class="count" data-cart-count data-testid="cart-count"></span></a>
      <nav class="categories" aria-label="Shop">
        ${CATEGORIES.map(({ name }) => html`<a href="${categoryPath(name)}">${name}</a>`)}
      </nav>
    </header>`
}

function live(token: string): Markup {
  return html`
    <section class="live" aria-labelledby="live-title">
      <div class="live-text">
        <h2 id="live-title">Live from this shop</h2>
        <p>These are the shop’s own numbers, a moment old. Buy something and watch them move.</p>
      </div>
      <div class="live-numbers">
        <shop-kpi metric="revenue" minutes="60" token="${token}"></shop-kpi>
        <shop-kpi metric="orders" minutes="60" token="${token}"></shop-kpi>
        <shop-kpi metric="active_users" minutes="5" token="${token}"></shop-kpi>
        <shop-kpi metric="conversion_rate" minutes="60" token="${token}"></shop-kpi>
      </div>
    </section>`
}
