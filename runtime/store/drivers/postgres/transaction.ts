import { CommitUnknown, type Tx, type Writer } from "../../store.ts"
import { runWork } from "../../transaction.ts"
import { admit, GenerationDue, type Generations } from "./admission.ts"
import { findCells, saveCells } from "./cells.ts"
import { fence, type Numbered } from "./checkpoints.ts"
import { entitySteps } from "./entities.ts"
import { isConflict, isDisconnected } from "./failures.ts"
import { SHAPE_LOCK } from "./locks.ts"
import { appendRaw, bury } from "./raw.ts"
import type { Line, Sessions } from "./session.ts"
import type { Zones } from "./zones.ts"

/** How often a transaction that others got in the way of is run again. */
const TRIES = 10

/**
 * Every row of a transaction is found by its key. A server that plans on tables it has never counted takes them for small
 * and reads them from end to end, for as long as the plan lives: what a batch costs would grow with what is stored.
 */
const BY_KEY = ["seqscan", "hashjoin", "mergejoin", "material"]
  .map(way => `set local enable_${way} to off;`)
  .join("\n  ")

/**
 * Opens the transaction in one message. Nobody waits for the disk in the commit: a crash of the server may take back the
 * newest commits, whole and in order, and the log replays them. A worker that was stopped in the middle of a transaction
 * loses it after ten seconds, and with it the lock on its partition. Statements are planned once for all batches.
 */
const BEGIN = `
  begin;
  set local synchronous_commit to off;
  set local idle_in_transaction_session_timeout to '10s';
  set local plan_cache_mode to force_generic_plan;
  ${BY_KEY}
  select pg_advisory_xact_lock_shared(${SHAPE_LOCK})`

export interface Writing {
  sessions: Sessions
  zones: Zones
  generations: Generations
  /** Whose cells it reads first, then those beside it. */
  writers: readonly Numbered[]
}

/** Runs one transaction, and again when it was undone because others were in its way. */
export async function transact<T>(writing: Writing, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await writing.sessions.use(line => once(line, writing, work))
    } catch (error) {
      if (tries === TRIES) throw error
      if (error instanceof GenerationDue) {
        await writing.generations.advanceTo(error.epoch)
        continue
      }
      if (!isConflict(error)) throw error
      // Whoever got in the way is at it too: unequal pauses let one of them through.
      await Bun.sleep(Math.random() * 5 * tries)
    }
  }
}

async function once<T>(line: Line, writing: Writing, work: (tx: Tx) => Promise<T>): Promise<T> {
  const begun = line.run(sql => sql.unsafe(BEGIN))
  begun.catch(() => {})
  try {
    const result = await runWork(stepsOf(line, writing), work)
    await begun
    await commit(line)
    return result
  } catch (error) {
    if (!line.lost) await line.run(sql => sql`rollback`).catch(() => {})
    await begun
    throw error
  }
}

async function commit(line: Line): Promise<void> {
  try {
    await line.run(sql => sql`commit`)
  } catch (error) {
    if (!isDisconnected(error)) throw error
    throw new CommitUnknown("the connection broke while committing: the transaction may or may not have happened", {
      cause: error,
    })
  }
}

/** The steps of one transaction; each is sent at once and answered in order. */
function stepsOf(line: Line, { writers, zones, generations }: Writing): Tx {
  const first = writers[0]!
  const numbered = (of: Writer): Numbered => {
    const found = writers.find(({ log, partition }) => log === of.log && partition === of.partition)
    if (found) return found
    throw new Error(`expected a writer of this transaction, got partition ${of.partition} of log ${of.log}`)
  }

  // Asked for before it is wanted, so that nobody waits for it.
  const zone = zones.within(line)
  zone.catch(() => {})
  const entity = entitySteps(line)
  const rows = together((parts: Parameters<typeof appendRaw>[1]) => appendRaw(line, parts))
  return {
    fence: async (from, next, of = first) => fence(line, numbered(of), from, next),
    admit: async ids => {
      generations.assertRoomFor(ids)
      return admit(line, ids)
    },
    cells: ids => findCells(line, first.number, ids),
    saveCells: async (cells, of = first) => saveCells(line, numbered(of).number, cells, await zone),
    entities: entity.find,
    saveEntities: entity.save,
    appendRaw: async (events, of = first) => rows.add({ writer: numbered(of).number, events }),
    deadLetter: async (letters, of = first) => bury(line, numbered(of).number, letters),
  }
}

/** What is added in one turn goes out as one. */
function together<Part>(send: (parts: readonly Part[]) => Promise<void>): { add(part: Part): Promise<void> } {
  let waiting: Part[] = []
  let sent: Promise<void> | undefined
  return {
    add(part) {
      waiting.push(part)
      sent ??= Promise.resolve().then(() => {
        const parts = waiting
        waiting = []
        sent = undefined
        return send(parts)
      })
      return sent
    },
  }
}
