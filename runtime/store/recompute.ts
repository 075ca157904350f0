import type { Span } from "./calendar.ts"
import { decodeState, encodeState, type StoredState } from "./state.ts"
import type { Cell, Dirty, State } from "./store.ts"

/** What a roll-up is computed from, and the change it is up to. */
export interface RollUpPlan {
  touch: number
  /** The bucket, cut at hours and at the shop's midnights. */
  pieces: Span[]
  dims: string[]
}

export interface RollUpRow {
  t: number
  dim: string
  key: string
  state: StoredState
  value: number | null
}

export type Merge = (metric: string, states: State[]) => Pick<Cell, "state" | "value">
type ReadMinutes = (dim: string, piece: Span) => Promise<{ key: string; state: StoredState }[]>

/**
 * Computes the rows of a bucket, reading one dimension of one piece at a time: memory is bounded by the number of keys,
 * and other work gets its turn. If a minute changes in between, the touch has risen and the rows are not saved.
 */
export async function recompute(
  { grain, metric, t }: Dirty,
  { pieces, dims }: RollUpPlan,
  read: ReadMinutes,
  merge: Merge,
): Promise<RollUpRow[]> {
  const rows: RollUpRow[] = []
  for (const dim of dims) {
    const merged = new Map<string, Pick<Cell, "state" | "value">>()
    const flush = (at: number) => {
      for (const [key, { state, value }] of merged) rows.push({ t: at, dim, key, state: encodeState(state), value })
      merged.clear()
    }
    for (const piece of pieces) {
      for (const [key, states] of byKey(await read(dim, piece))) {
        const before = merged.get(key)
        merged.set(key, merge(metric, before ? [before.state, ...states] : states))
      }
      // Each piece of an hour is a row of its own, so that days are made of whole rows in every zone.
      if (grain === "hour") flush(piece.start)
    }
    flush(t)
  }
  return rows
}

function byKey(minutes: { key: string; state: StoredState }[]): Map<string, State[]> {
  const groups = new Map<string, State[]>()
  for (const { key, state } of minutes) {
    const states = groups.get(key)
    if (states) states.push(decodeState(state))
    else groups.set(key, [decodeState(state)])
  }
  return groups
}
