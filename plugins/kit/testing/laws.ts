import fc from "fast-check"
import type { ShopEvent } from "../../../sdk/event.ts"
import type { Metric } from "../metric.ts"
import { history } from "./arbitrary.ts"

/** A law and how to try it: `check` throws fast-check's shrunk counterexample when the metric breaks it. */
export interface Law {
  law: string
  check(): void
}

/**
 * What every metric over single events must hold to, so that minutes, partitions, restarts and backfills cannot change a
 * number (cf. algebird's monoid laws).
 * @param same how two readings compare; default: deeply equal. Approximate metrics pass their stated bound.
 */
export function lawsOf<State, Reading>(
  metric: Metric<State, Reading>,
  same: (a: Reading, b: Reading) => boolean = Bun.deepEquals,
): Law[] {
  const foldOf = (events: readonly ShopEvent[]): State => events.reduce((s, e) => metric.add(s, e), metric.zero())
  const agree = (a: State, b: State): boolean => same(metric.read(a), metric.read(b))
  const law = (name: string, property: (a: ShopEvent[], b: ShopEvent[], c: ShopEvent[]) => boolean): Law => ({
    law: name,
    check: () => fc.assert(fc.property(history(), history(), history(), property)),
  })
  return [
    law("zero is the identity of merge", a => {
      const state = foldOf(a)
      return agree(metric.merge(metric.zero(), state), state) && agree(metric.merge(state, metric.zero()), state)
    }),
    law("merge is commutative", (a, b) => {
      const [x, y] = [foldOf(a), foldOf(b)]
      return agree(metric.merge(x, y), metric.merge(y, x))
    }),
    law("merge is associative", (a, b, c) => {
      const [x, y, z] = [foldOf(a), foldOf(b), foldOf(c)]
      return agree(metric.merge(metric.merge(x, y), z), metric.merge(x, metric.merge(y, z)))
    }),
    law("folding all events equals merging two folds of any split", (a, b) =>
      agree(foldOf([...a, ...b]), metric.merge(foldOf(a), foldOf(b))),
    ),
    law("the order of events does not matter", a => agree(foldOf(a), foldOf(a.toReversed()))),
    law("a state survives being stored", a => {
      const state = foldOf(a)
      return agree(stored(state), state)
    }),
    law("add and merge leave their arguments as they were", (a, b) => {
      const [x, y] = [foldOf(a), foldOf(b)]
      const before = [metric.read(stored(x)), metric.read(stored(y))] as const
      metric.merge(x, y)
      for (const e of b) metric.add(x, e)
      return same(metric.read(x), before[0]) && same(metric.read(y), before[1])
    }),
  ]
}

/** The state as it comes back from a store: bytes as bytes, everything else through JSON. */
function stored<State>(state: State): State {
  return state instanceof Uint8Array ? (state.slice() as State) : JSON.parse(JSON.stringify(state))
}
