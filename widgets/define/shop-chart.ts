import { define } from "../base/define.ts"
import { ShopChart } from "../shop-chart.ts"

define("shop-chart", ShopChart)

declare global {
  interface HTMLElementTagNameMap {
    "shop-chart": ShopChart
  }
}
