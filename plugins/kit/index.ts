export type { EventType, ShopEvent } from "../../sdk/event.ts"
export { count } from "./aggregate/count.ts"
export { type LatestState, latest } from "./aggregate/latest.ts"
export { sum } from "./aggregate/sum.ts"
export { type TopEntry, type TopOptions, type TopState, top } from "./aggregate/top.ts"
export { uniques } from "./aggregate/uniques.ts"
export {
  type Alert,
  type AlertInput,
  defineAlert,
  type Finding,
  type Point,
  type Question,
  type Reading,
  type Severity,
} from "./alert.ts"
export { type Cart, cartsOf } from "./cart.ts"
export {
  type AlertNotice,
  type Channel,
  type Delivery,
  defineChannel,
  type Mail,
  Undeliverable,
} from "./channel.ts"
export { type DerivedMetric, defineDerived, ratio } from "./derived.ts"
export { deviations, isBeyondChance, type Nature } from "./detect/chance.ts"
export { type Drift, type DriftOptions, drift } from "./detect/drift.ts"
export { type Expected, expectedIn, hoursKnown, normalOf, sinceFirstPoint, wobbleOf } from "./detect/expected.ts"
export { type Comparison, change, relative } from "./detect/relative.ts"
export { dispersion, mean, median, spread } from "./detect/robust.ts"
export { type Expectation, kOfN, seasonal } from "./detect/seasonal.ts"
export { belowShare, type ShareSeen, type UsualShare, usualShare } from "./detect/share.ts"
export { type SurpriseOptions, surprise } from "./detect/surprise.ts"
export { type Threshold, threshold } from "./detect/threshold.ts"
export { type SlowDrift, slowDrift } from "./detect/trend.ts"
export type { Verdict } from "./detect/verdict.ts"
export { widening } from "./detect/widening.ts"
export { type Contribution, contribute, contributePart, type EntityMetric } from "./entity.ts"
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
  type OrderMetric,
  type OrderSummary,
  winner,
} from "./order.ts"
export { pair, unpair } from "./pair.ts"
export type { Plugin } from "./plugin.ts"
export { type Reconciliation, type Reported, reconcile } from "./reconcile.ts"
export type { OrderLine, Purchase, Refund, Source } from "./report.ts"
export {
  keysOfLine,
  keysOfLines,
  keysOfOrder,
  LINE_DIMENSIONS,
  ORDER_DIMENSIONS,
  type Return,
  refunded,
  returnsOf,
  sale,
} from "./sale.ts"
export {
  defineSessionMetric,
  keysOfSession,
  SESSION_DIMENSIONS,
  type SessionMetric,
  type SessionSummary,
  type Step,
} from "./session.ts"
export {
  type ConfigOf,
  choice,
  type Field,
  type FieldInput,
  type FormField,
  fields,
  number,
  type Settings,
  text,
  type WithForm,
} from "./settings.ts"
export type { Keys, Place, Touch } from "./touch.ts"
export {
  defineVisitorMetric,
  keysOfVisitor,
  VISITOR_DIMENSIONS,
  type VisitorMetric,
  type VisitorSummary,
} from "./visitor.ts"
export { percent, quantity, signedPercent } from "./wording.ts"
