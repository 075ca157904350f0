import { define } from "../base/define.ts"
import { ShopFunnel } from "../shop-funnel.ts"

define("shop-funnel", ShopFunnel)

declare global {
  interface HTMLElementTagNameMap {
    "shop-funnel": ShopFunnel
  }
}
