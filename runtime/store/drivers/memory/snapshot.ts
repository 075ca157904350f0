import { MINUTE } from "../../calendar.ts"
import type { EntityId, Snapshot } from "../../store.ts"
import type { Contents, Kept } from "./contents.ts"

/** Contents are never changed in place, so they are a snapshot of themselves. */
export function memorySnapshot(
  contents: Contents,
  { kind, metric }: { kind: EntityId["kind"]; metric: string },
): Snapshot {
  const ofMetric = (rows: Iterable<Kept>) => [...rows].filter(row => row.metric === metric)
  return {
    async *entities() {
      yield structuredClone([...contents.entities.values()].filter(entity => entity.kind === kind))
    },
    async *cells() {
      const rows = [...ofMetric(contents.cells.values()), ...ofMetric(contents.hours)]
      yield structuredClone(
        rows.map(({ shop, t, dim, key, state }) => ({ shop, metric, minute: t / MINUTE, dim, key, state })),
      )
    },
  }
}
