import { pair } from "../../plugins/kit/pair.ts"
import type { SliceId } from "../store/store.ts"
import type { Slice } from "./slice.ts"

/** Keys of one dimension of one metric that get cells of their own, in each hour and of each writer. */
export const MOST_KEYS = 10_000
/** The key that counts what has none of its own. */
export const OTHER = "other"

/** Keys remembered in all, some 20 MB; beyond it the stretches that were begun first are forgotten. */
const MOST_REMEMBERED = 200_000

/**
 * Knows which keys have cells, so that a flood of made-up products cannot fill the store. It belongs to the hot state of a
 * partition and is dropped with it: after a restart an hour may get as many keys once more.
 */
export class Census {
  readonly #stretches = new Map<string, Set<string>>()
  #remembered = 0

  /** Whether the key may have cells of its own: it has, or there is room for one more. */
  admits({ shop, metric, minute, dim }: SliceId, key: string): boolean {
    const stretch = `${shop}\0${metric}\0${dim}\0${Math.floor(minute / 60)}`
    const keys = this.#stretches.get(stretch) ?? new Set()
    if (keys.size === 0) this.#stretches.set(stretch, keys)
    if (keys.has(key)) return true
    if (keys.size >= MOST_KEYS) return false
    keys.add(key)
    if (++this.#remembered > MOST_REMEMBERED) this.#forgetFirst()
    return true
  }

  #forgetFirst(): void {
    for (const [name, keys] of this.#stretches) {
      this.#stretches.delete(name)
      this.#remembered -= keys.size
      return
    }
  }
}

/**
 * Puts together under `other` what the census has no room for. Totals stay exact; a key's own number is
 * too low by at most what `other` counts. Sessions, orders and visitors keep all their keys: they take back what they
 * gave, so their keys must not depend on who came first, and there are never more than rows of them.
 * @param known the cells that the writer has already: those were admitted
 * @param spoil told of a metric whose states cannot be put together; absent: it is thrown
 */
export function bound(
  slices: readonly Slice[],
  census: Census,
  known: (id: SliceId) => Known = () => undefined,
  spoil?: (metric: string, reason: string) => void,
): void {
  for (const slice of slices) {
    const { dim, plugin, states } = slice
    if (dim === "" || plugin.kind !== "event") continue
    const admitted = known(slice)
    const other = otherOf(dim)
    try {
      for (const [key, state] of states) {
        if (key === other || admitted?.has(key) || census.admits(slice, key)) continue
        const sum = states.get(other)
        states.delete(key)
        states.set(other, sum === undefined ? state : plugin.merge(sum, state))
      }
    } catch (error) {
      if (!spoil) throw error
      spoil(slice.metric, String(error))
    }
  }
}

type Known = ReadonlyMap<string, unknown> | undefined

/** In a dimension that is a pair, both are other. */
const otherOf = (dim: string): string => (dim.includes(",") ? pair(OTHER, OTHER)! : OTHER)
