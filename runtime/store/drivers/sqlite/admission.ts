import type { Database } from "bun:sqlite"
import { eventIdBytes } from "../../event-id.ts"
import { type ColumnsText, columnsOf, columnsText } from "./columns.ts"
import { counters } from "./counters.ts"

/** A generation of ids is added to for this long, and remembered for as long again. */
const EPOCH_MS = 8 * 24 * 3_600_000

/** An id as it asks to be admitted. */
export interface Candidate {
  shop: string
  id: string
  received_at: string
}

export function encodeCandidates(candidates: readonly Candidate[]): ColumnsText<Candidate> {
  return columnsText({
    shop: candidates.map(({ shop }) => shop),
    id: candidates.map(({ id }) => id),
    received_at: candidates.map(({ received_at }) => received_at),
  })
}

/**
 * Remembers event ids for 8 to 16 days of receive time, in two tables that take turns. When an event of a newer epoch
 * comes, the older table is emptied — SQLite frees its pages without reading the rows — and takes the new ids.
 */
export function admission(db: Database) {
  const counter = counters(db)
  const generations = [generation(db, "seen_even", "seen_odd"), generation(db, "seen_odd", "seen_even")] as const

  /** A jump over several epochs, after a long rest or by a wrong clock, forgets no more than one step does. */
  function advanceTo(epoch: number): void {
    if (epoch <= counter.get("seen_epoch")) return
    generations[counter.next("seen_generation") % 2]!.clear.run()
    counter.set("seen_epoch", epoch)
  }

  return {
    /** @returns for each candidate whether it is new */
    admit(candidates: ColumnsText<Candidate>): boolean[] {
      const { shop, id, received_at } = columnsOf(candidates)
      const epochs = epochsOf(received_at)
      advanceTo(epochs.reduce((newest, epoch) => Math.max(newest, epoch), 0))
      const current = counter.get("seen_epoch")
      const turn = counter.get("seen_generation") % 2
      const now = generations[turn]!.add
      const before = generations[1 - turn]!.add
      return epochs.map((epoch, i) => {
        const add = epoch >= current ? now : before
        return add.run(shop[i]!, eventIdBytes(id[i]!)).changes === 1
      })
    },
  }
}

function generation(db: Database, table: string, other: string) {
  return {
    add: db.query<null, [string, Uint8Array]>(
      `INSERT OR IGNORE INTO ${table}
       SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM ${other} WHERE shop = ?1 AND id = ?2)`,
    ),
    clear: db.query<null, []>(`DELETE FROM ${table}`),
  }
}

/** Events of one request share their receive time, so each time is parsed once. */
function epochsOf(received: readonly string[]): number[] {
  let text = ""
  let epoch = 0
  return received.map(received_at => {
    if (received_at !== text) {
      text = received_at
      epoch = Math.floor(Date.parse(received_at) / EPOCH_MS)
    }
    return epoch
  })
}
