import type { KeyRing } from "../access/bootstrap.ts"
import { mintWidgetToken } from "../access/tokens.ts"
import { STOREFRONT_METRICS, storefrontPage } from "../demo/storefront.ts"
import type { Shop } from "../store/store.ts"

export interface StorefrontShop {
  shop: Pick<Shop, "id">
  keys: Pick<KeyRing, "write">
}

const TOKEN_LIFE_MS = 7 * 86_400_000

/** The demo storefront's page, with the shop's public key and a widget token that outlives a visit. */
export function storefrontOf({ shop, keys }: StorefrontShop, secret: string): () => Promise<string> {
  return async () => {
    const grant = { shop: shop.id, metrics: STOREFRONT_METRICS, origins: [] }
    const widgetToken = await mintWidgetToken(secret, grant, Date.now() + TOKEN_LIFE_MS)
    return storefrontPage({ writeKey: keys.write, widgetToken })
  }
}
