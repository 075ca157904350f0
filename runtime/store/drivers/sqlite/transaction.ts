import type { Tx } from "../../store.ts"
import { encodeCandidates } from "./admission.ts"
import { encodeRaw } from "./raw.ts"
import type { SqlThread } from "./sql-thread.ts"
import { decodeState, encodeState } from "./state.ts"
import type { WriterCalls } from "./writer.ts"

/** The steps of the transaction that is open in the writing thread; each is one call with all its rows. */
export function sqliteTx(writer: SqlThread<WriterCalls>): Tx {
  return {
    fence: (from, next) => writer.call("fence", from, next),
    admit: ids => writer.call("admit", encodeCandidates(ids)),
    async cells(ids) {
      const found = await writer.call("cells", ids)
      return found.map(cell => ({ ...cell, state: decodeState(cell.state) }))
    },
    async entities(ids) {
      const found = await writer.call("entities", ids)
      return found.map(entity => ({ ...entity, summary: JSON.parse(entity.summary) }))
    },
    saveCells: cells =>
      writer.call(
        "saveCells",
        cells.map(cell => ({ ...cell, state: encodeState(cell.state) })),
      ),
    saveEntities: entities =>
      writer.call(
        "saveEntities",
        entities.map(entity => ({ ...entity, summary: JSON.stringify(entity.summary) })),
      ),
    appendRaw: events => writer.call("appendRaw", encodeRaw(events)),
    deadLetter: letters => writer.call("deadLetter", letters),
  }
}
