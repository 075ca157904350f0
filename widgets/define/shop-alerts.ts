import { define } from "../base/define.ts"
import { ShopAlerts } from "../shop-alerts.ts"

define("shop-alerts", ShopAlerts)

declare global {
  interface HTMLElementTagNameMap {
    "shop-alerts": ShopAlerts
  }
}
