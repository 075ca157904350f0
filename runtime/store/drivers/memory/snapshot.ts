import { MINUTE } from "../../calendar.ts"
import type { EntityId, Held, Snapshot } from "../../store.ts"
import type { Contents, Kept } from "./contents.ts"

/** Contents are never changed in place, so they are a snapshot of themselves. */
export function memorySnapshot(
  contents: Contents,
  { kind, metric }: { kind: EntityId["kind"]; metric: string },
): Snapshot {
  function held(rows: Iterable<Kept>, grain: Held["grain"]): Held[] {
    const ofMetric = [...rows].filter(row => row.metric === metric)
    return structuredClone(
      ofMetric.map(({ shop, t, dim, key, state }) => ({ shop, metric, minute: t / MINUTE, dim, key, grain, state })),
    )
  }

  return {
    async *entities() {
      yield structuredClone([...contents.entities.values()].filter(entity => entity.kind === kind))
    },
    async *cells() {
      yield [...held(contents.cells.values(), "minute"), ...held(contents.hours, "hour")]
    },
  }
}
