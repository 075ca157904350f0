import type { DerivedMetric } from "./derived.ts"
import type { Metric } from "./metric.ts"
import type { OrderMetric } from "./order.ts"
import type { SessionMetric } from "./session.ts"
import type { VisitorMetric } from "./visitor.ts"

/** Whatever a plugin file may export by default. `kind` tells them apart. */
export type Plugin = Metric | DerivedMetric | SessionMetric | OrderMetric | VisitorMetric
