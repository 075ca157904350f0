import { API_VERSION, type MetricHead } from "./metric.ts"

/** A metric made of others when it is read; it stores nothing. */
export interface DerivedMetric<Of extends string = string> extends MetricHead {
  kind: "derived"
  /** Names of the metrics it is made of. */
  of: readonly Of[]
  /**
   * @param values the others' values over the same window; money in major units of the shop's currency
   * @returns null where there is no answer, e.g. a zero denominator
   */
  read(values: Readonly<Record<Of, number | null>>): number | null
}

/**
 * Makes a ratio of other metrics, or any function of them.
 * @example
 * export default defineDerived({
 *   name: "conversion_rate", title: "Conversion rate", unit: "percent", of: ["orders", "product_views"],
 *   read: ({ orders, product_views }) => ratio(orders, product_views, 100),
 * })
 */
export function defineDerived<const Of extends string>(
  spec: Omit<DerivedMetric<Of>, "kind" | "apiVersion"> & { apiVersion?: 1 },
): DerivedMetric<Of> {
  return { apiVersion: API_VERSION, ...spec, kind: "derived" }
}

/** `a ÷ b × scale`; null where either is null or `b` is zero. */
export function ratio(a: number | null, b: number | null, scale = 1): number | null {
  return a === null || b === null || b === 0 ? null : (a / b) * scale
}
