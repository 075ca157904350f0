import type { Store } from "../../store/store.ts"
import type { EventTail } from "../tail.ts"
import { createAlerts } from "./alerts.ts"
import { createEvents } from "./events.ts"
import { funnel } from "./funnel.ts"
import { geographic } from "./geographic.ts"
import { live } from "./live.ts"
import type { Panel } from "./panel.ts"
import { createTrending } from "./trending.ts"

/** Every question that is not one metric, and has a topic of its own. */
export function createPanels(store: Pick<Store, "alerts" | "recentRaw">, tail: EventTail): readonly Panel[] {
  return [live, createTrending(), funnel, geographic, createAlerts(store), createEvents(store, tail)]
}
