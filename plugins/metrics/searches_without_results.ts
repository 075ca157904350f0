import { count, defineMetric } from "../kit/index.ts"

/** Searches that found nothing: what people want and the shop lacks, or calls by another name. */
export default defineMetric({
  name: "searches_without_results",
  title: "Searches without result",
  unit: "count",
  description: "Searches that found nothing, by what was searched for.",
  on: ["search"],
  by: { query: e => (e.results === 0 ? e.query?.trim().toLowerCase() : undefined) },
  ...count(e => e.results === 0),
})
