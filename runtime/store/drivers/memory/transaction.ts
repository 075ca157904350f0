import { MINUTE } from "../../calendar.ts"
import { eventIdBytes } from "../../event-id.ts"
import { Fenced, Stale, type Tx, type Writer } from "../../store.ts"
import { type Contents, cellKey, entityKey, keyOf, writerKey } from "./contents.ts"

/** A transaction on a copy of the contents; whoever began it keeps the copy or drops it. */
export function memoryTx(draft: Contents, first: Writer): Tx {
  return {
    async fence(from, next, { log, partition } = first) {
      const key = writerKey({ log, partition })
      const stands = draft.checkpoints.get(key)?.offset
      if (stands !== from) {
        throw new Fenced(`partition ${partition} of log ${log} stands at ${stands}, not at ${from}`)
      }
      draft.checkpoints.set(key, { log, partition, offset: next })
    },
    async admit(ids) {
      return ids.map(({ shop, id }) => {
        const key = keyOf(shop, Buffer.from(eventIdBytes(id)).toString("hex"))
        const fresh = !draft.seen.has(key)
        draft.seen.add(key)
        return fresh
      })
    },
    async cells(ids) {
      return ids.flatMap(id => {
        const kept = draft.cells.get(cellKey(writerKey(first), id))
        if (!kept) return []
        const { shop, metric, t, dim, key, state, value } = kept
        return structuredClone({ shop, metric, minute: t / MINUTE, dim, key, state, value })
      })
    },
    async saveCells(cells, of = first) {
      const writer = writerKey(of)
      for (const cell of cells) {
        const { minute, ...rest } = structuredClone(cell)
        draft.cells.set(cellKey(writer, cell), { ...rest, t: minute * MINUTE, writer })
        draft.touch(cell.shop, cell.metric, minute * MINUTE)
      }
    },
    async entities(ids) {
      return structuredClone(ids.flatMap(id => draft.entities.get(entityKey(id)) ?? []))
    },
    async saveEntities(entities) {
      for (const entity of entities) {
        const key = entityKey(entity)
        if ((draft.entities.get(key)?.rev ?? 0) !== entity.rev) throw Stale.of(entity)
        draft.entities.set(key, { ...structuredClone(entity), rev: entity.rev + 1 })
      }
    },
    async appendRaw(events, { log, partition } = first) {
      draft.raw.push(...structuredClone(events).map(({ text, ...event }) => ({ ...event, log, partition })))
    },
    async deadLetter(letters, { log, partition } = first) {
      draft.deadLetters.push(...letters.map(letter => ({ ...letter, log, partition, at: Date.now() })))
    },
  }
}
