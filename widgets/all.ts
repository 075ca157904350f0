/**
 * Every element, defined: what `/widgets.js` is. The dashboard, which storefronts never have, is fetched once there is
 * one in the page.
 */
import "./define/shop-alerts.ts"
import "./define/shop-chart.ts"
import "./define/shop-funnel.ts"
import "./define/shop-geo.ts"
import "./define/shop-kpi.ts"
import "./define/shop-trending.ts"
import "./define/shop-viewers.ts"
import { whenPresent } from "./base/arrival.ts"

whenPresent("shop-dashboard", () => import("./define/shop-dashboard.ts"))
