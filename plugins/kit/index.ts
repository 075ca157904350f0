export type { EventType, ShopEvent } from "../../sdk/event.ts"
export { count } from "./aggregate/count.ts"
export { type LatestState, latest } from "./aggregate/latest.ts"
export { sum } from "./aggregate/sum.ts"
export { type TopEntry, type TopOptions, type TopState, top } from "./aggregate/top.ts"
export { uniques } from "./aggregate/uniques.ts"
export { type DerivedMetric, defineDerived, ratio } from "./derived.ts"
export type { Contribution, EntityMetric } from "./entity.ts"
export {
  type Aggregator,
  API_VERSION,
  type Dimension,
  defineMetric,
  type Metric,
  type MetricHead,
  type Unit,
} from "./metric.ts"
export { exponent, type Money, minorMoney, money, toMajor, toMinor } from "./money.ts"
export {
  defineOrderMetric,
  type OrderLine,
  type OrderMetric,
  type OrderSummary,
  type Purchase,
  type Refund,
  refunded,
  winner,
} from "./order.ts"
export { pair, unpair } from "./pair.ts"
export type { Plugin } from "./plugin.ts"
export { defineSessionMetric, type SessionMetric, type SessionSummary, type Step } from "./session.ts"
