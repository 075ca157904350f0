import type { Store } from "../../store/store.ts"
import { createAlerts } from "./alerts.ts"
import { funnel } from "./funnel.ts"
import { geographic } from "./geographic.ts"
import { live } from "./live.ts"
import type { Panel } from "./panel.ts"
import { createTrending } from "./trending.ts"

/** Every question under `/api/metrics/` that is not one metric. */
export function createPanels(store: Pick<Store, "alerts">): readonly Panel[] {
  return [live, createTrending(), funnel, geographic, createAlerts(store)]
}
