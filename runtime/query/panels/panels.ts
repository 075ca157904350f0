import type { Store } from "../../store/store.ts"
import type { EventTail } from "../tail.ts"
import { createAlerts } from "./alerts.ts"
import { createAnnotations } from "./annotations.ts"
import { createCustomFunnel } from "./custom-funnel.ts"
import { createEvents } from "./events.ts"
import { funnel } from "./funnel.ts"
import { geographic } from "./geographic.ts"
import { createGoals } from "./goals.ts"
import { live } from "./live.ts"
import type { Panel } from "./panel.ts"
import { createTrending } from "./trending.ts"

export interface PanelsOptions {
  store: Pick<Store, "alerts" | "memos" | "recentRaw" | "rawEvents">
  /** What the collector of this process saw. */
  tail: EventTail
  /** Epoch ms. */
  clock(): number
}

/** Every question that is not one metric, and has a topic of its own. */
export function createPanels({ store, tail, clock }: PanelsOptions): readonly Panel[] {
  return [
    live,
    createTrending(),
    funnel,
    createCustomFunnel(store, clock),
    geographic,
    createAlerts(store),
    createEvents(store, tail),
    createAnnotations(store),
    createGoals(store),
  ]
}
