import "./shop-alerts.ts"
import "./shop-chart.ts"
import "./shop-funnel.ts"
import "./shop-geo.ts"
import "./shop-kpi.ts"
import "./shop-trending.ts"
import { define } from "../base/define.ts"
import { AlertsPage } from "../dashboard/pages/alerts.ts"
import { ChannelsPage } from "../dashboard/pages/channels.ts"
import { FunnelsPage } from "../dashboard/pages/funnels.ts"
import { GoalsPage } from "../dashboard/pages/goals.ts"
import { NotesPage } from "../dashboard/pages/notes.ts"
import { PluginsPage } from "../dashboard/pages/plugins.ts"
import { ThresholdsPage } from "../dashboard/pages/thresholds.ts"
import { ShopDashboard } from "../shop-dashboard.ts"

define("shop-page-alerts", AlertsPage)
define("shop-page-channels", ChannelsPage)
define("shop-page-funnels", FunnelsPage)
define("shop-page-goals", GoalsPage)
define("shop-page-notes", NotesPage)
define("shop-page-plugins", PluginsPage)
define("shop-page-thresholds", ThresholdsPage)
define("shop-dashboard", ShopDashboard)

declare global {
  interface HTMLElementTagNameMap {
    "shop-dashboard": ShopDashboard
  }
}
