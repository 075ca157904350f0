import { define } from "../base/define.ts"
import { ShopTrending } from "../shop-trending.ts"

define("shop-trending", ShopTrending)

declare global {
  interface HTMLElementTagNameMap {
    "shop-trending": ShopTrending
  }
}
