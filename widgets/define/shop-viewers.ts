import { define } from "../base/define.ts"
import { ShopViewers } from "../shop-viewers.ts"

define("shop-viewers", ShopViewers)

declare global {
  interface HTMLElementTagNameMap {
    "shop-viewers": ShopViewers
  }
}
