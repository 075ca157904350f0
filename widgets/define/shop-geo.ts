import { define } from "../base/define.ts"
import { ShopGeo } from "../shop-geo.ts"

define("shop-geo", ShopGeo)

declare global {
  interface HTMLElementTagNameMap {
    "shop-geo": ShopGeo
  }
}
