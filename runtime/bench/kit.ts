import { uniques } from "../../plugins/kit/aggregate/uniques.ts"
import { print, table, thousands } from "../cli/terminal.ts"
import { fold } from "../pipeline/fold.ts"
import { Roster } from "../pipeline/roster.ts"
import type { Bench } from "./bench.ts"
import { chunks, envelopes } from "./envelopes.ts"
import { shippedMetrics } from "./registry.ts"

const EVENTS = 20_000
const ROUNDS = 5
const BATCHES = [100, 2_000]

const bench: Bench = {
  name: "kit",
  about: `what pure computing costs, the median of ${ROUNDS} rounds over ${thousands(EVENTS)} events`,
  async run() {
    const registry = await shippedMetrics()
    const all = envelopes(EVENTS)
    const texts = all.map(envelope => JSON.stringify(envelope))
    const events = all.map(({ event }) => event)
    const { add, merge, zero } = uniques(e => e.user_id)
    const sets = chunks(events, 1_000).map(some => some.reduce(add, zero()))

    const rows = BATCHES.map(size => {
      const batches = chunks(all, size)
      return row(`fold, ${registry.metrics.size} metrics, ${thousands(size)} a batch`, EVENTS, () => {
        for (const batch of batches) fold(registry, new Roster(batch), batch)
      })
    })
    rows.push(
      row("uniques: add", EVENTS, () => void events.reduce(add, zero())),
      row("uniques: merge two sets", sets.length, () => void sets.reduce(merge)),
      row("JSON: parse an envelope", EVENTS, () => texts.forEach(text => void JSON.parse(text))),
      row("JSON: write an envelope", EVENTS, () => all.forEach(envelope => void JSON.stringify(envelope))),
    )
    print(table(["", "each", "a second"], rows, ""))
  },
}

export default bench

/** One line of the table: the median time of a round, after one that warms up. */
function row(name: string, n: number, round: () => void): string[] {
  round()
  const took = Array.from({ length: ROUNDS }, () => {
    const began = performance.now()
    round()
    return performance.now() - began
  }).sort((a, b) => a - b)
  const nanos = (took[ROUNDS >> 1]! * 1e6) / n
  return [name, `${thousands(nanos)} ns`, thousands(1e9 / nanos)]
}
