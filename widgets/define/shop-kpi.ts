import { define } from "../base/define.ts"
import { ShopKpi } from "../shop-kpi.ts"

define("shop-kpi", ShopKpi)

declare global {
  interface HTMLElementTagNameMap {
    "shop-kpi": ShopKpi
  }
}
