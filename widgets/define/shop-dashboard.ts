import "./shop-chart.ts"
import "./shop-kpi.ts"
import { define } from "../base/define.ts"
import { ShopDashboard } from "../shop-dashboard.ts"

define("shop-dashboard", ShopDashboard)

declare global {
  interface HTMLElementTagNameMap {
    "shop-dashboard": ShopDashboard
  }
}
