import { mintWidgetToken } from "../access/tokens.ts"
import { STOREFRONT_METRICS, storefrontPage } from "../demo/storefront.ts"

/** Longer than anybody leaves a demo open, and short enough that a copied token is soon worth nothing. */
const TOKEN_MS = 24 * 60 * 60 * 1000

/**
 * The demo storefront for `pageRoutes`: each visit gets the page with a widget token of its own. It shows the demo shop's
 * numbers to whoever can reach the server.
 */
export function demoStorefront(secret: string, shop: string, writeKey: string): () => Promise<string> {
  return async () => {
    const grant = { shop, metrics: STOREFRONT_METRICS, origins: [] }
    return storefrontPage({ writeKey, widgetToken: await mintWidgetToken(secret, grant, Date.now() + TOKEN_MS) })
  }
}
