import fc from "fast-check"
import type { ShopEvent } from "../../../sdk/event.ts"
import { history } from "./arbitrary.ts"
import type { Law } from "./laws.ts"
import { readingOf } from "./reading.ts"
import { type EntityPlugin, subjectsOf } from "./summaries.ts"

/**
 * What every metric over sessions, orders or visitors must hold to, because the pipeline takes away what a summary
 * contributed before and adds what it contributes now.
 */
export function entityLawsOf(metric: EntityPlugin): Law[] {
  const dims = new Set(metric.by)
  const law = (name: string, property: (events: ShopEvent[]) => boolean): Law => ({
    law: name,
    check: () => fc.assert(fc.property(history(), property)),
  })
  return [
    law("the same summary contributes the same", events =>
      subjectsOf(metric, events).every(({ contribute }) => Bun.deepEquals(contribute(), contribute())),
    ),
    law("a summary stays as it was", events =>
      subjectsOf(metric, events).every(({ summary, contribute }) => {
        const before = structuredClone(summary)
        contribute()
        return Bun.deepEquals(summary, before)
      }),
    ),
    law("the order of events does not matter", events =>
      Bun.deepEquals(readingOf(metric, events), readingOf(metric, events.toReversed())),
    ),
    law("amounts are finite, at a time there is", events =>
      subjectsOf(metric, events)
        .flatMap(({ contribute }) => contribute())
        .every(({ at, amount }) => {
          const amounts = typeof amount === "number" ? [amount] : Object.values(amount)
          return Number.isFinite(at) && amounts.every(Number.isFinite)
        }),
    ),
    law("every dimension that is contributed to is declared in by", events =>
      subjectsOf(metric, events)
        .flatMap(({ contribute }) => contribute())
        .every(({ dim = "" }) => dim === "" || dims.has(dim)),
    ),
  ]
}
