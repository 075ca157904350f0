import type { Database } from "bun:sqlite"
import type { Offset } from "../../../log/log.ts"
import type { RollUpRow } from "../../recompute.ts"
import type { CellId, DeadLetter, Dirty, Writer } from "../../store.ts"
import { accessWrites } from "./access.ts"
import { admission } from "./admission.ts"
import { alertWrites } from "./alerts.ts"
import { minuteCells } from "./cells.ts"
import { checkpoints } from "./checkpoints.ts"
import { deadLetters } from "./dead-letters.ts"
import { entities } from "./entities.ts"
import { leases } from "./leases.ts"
import { memoWrites } from "./memos.ts"
import { rawEvents } from "./raw.ts"
import { retention } from "./retention.ts"
import { rollUpWrites } from "./rollups.ts"

export type WriterCalls = ReturnType<typeof writerCalls>

/**
 * What the writing thread does: the steps of one open transaction, and changes that are a transaction of their own. The
 * store asks for one thing at a time, so a change never falls into an open transaction.
 */
export function writerCalls(db: Database) {
  return { ...transactionCalls(db), ...changeCalls(db) }
}

/** What a step takes beside the writer. */
type Changed<Step extends (writer: number, ...rest: never[]) => void> =
  Parameters<Step> extends [number, ...infer Rest] ? Rest : never

function transactionCalls(db: Database) {
  const writers = checkpoints(db)
  const cells = minuteCells(db)
  const entity = entities(db)
  const raw = rawEvents(db)
  const dead = deadLetters(db)
  let writer = 0
  /** Steps of the open transaction that did what they were asked. */
  let done = 0

  const numberOf = (of: Writer | undefined): number => (of ? writers.writerNumber(of) : writer)

  /** Steps are asked for before `begin` is answered; when it failed, or an error rolled back, nothing may be written. */
  const step =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      if (!db.inTransaction) throw new Error("no transaction is open: it failed to begin, or was rolled back")
      const result = work(...args)
      done++
      return result
    }

  return {
    /** Takes the write lock at once: a transaction that starts by reading could not be sure to get it later. */
    begin(as: Writer): void {
      db.run("BEGIN IMMEDIATE")
      done = 0
      writer = writers.writerNumber(as)
    },
    /** It is asked for before the steps are answered, so it looks whether all of them came and succeeded. */
    commit: step((asked: number) => {
      if (done < asked)
        throw new Error(`${asked - done} of ${asked} steps failed: the transaction can only be rolled back`)
      db.run("COMMIT")
    }),
    rollback(): void {
      // An error such as a full disk has rolled back already.
      if (db.inTransaction) db.run("ROLLBACK")
    },
    fence: step((of: Writer | undefined, from: Offset | undefined, next: Offset) =>
      writers.fence(numberOf(of), from, next),
    ),
    admit: step(admission(db).admit),
    cells: step((ids: readonly CellId[]) => cells.findAll(writer, ids)),
    saveCells: step((of: Writer | undefined, ...changed: Changed<typeof cells.saveAll>) =>
      cells.saveAll(numberOf(of), ...changed),
    ),
    entities: step(entity.findAll),
    saveEntities: step(entity.save),
    appendRaw: step((of: Writer | undefined, ...events: Changed<typeof raw.append>) =>
      raw.append(numberOf(of), ...events),
    ),
    deadLetter: step((of: Writer | undefined, letters: readonly DeadLetter[]) => dead.bury(numberOf(of), letters)),
  }
}

function changeCalls(db: Database) {
  const access = accessWrites(db)
  const entity = entities(db)
  const drop = retention(db)
  const elected = leases(db)
  const alerting = alertWrites(db)
  const memo = memoWrites(db)

  const change =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R =>
      db.transaction(() => work(...args)).immediate()

  return {
    saveShop: change(access.saveShop),
    saveKey: change(access.saveKey),
    incident: change(access.incident),
    saveAlerts: change(alerting.saveAlerts),
    forgetAlerts: change(alerting.forgetAlerts),
    saveMemo: change(memo.saveMemo),
    removeMemo: change(memo.removeMemo),
    lease: change(elected.lease),
    release: change(elected.release),
    finishRollUp: change((bucket: Dirty, touch: number, rows: readonly RollUpRow[]) =>
      rollUpWrites(db).finish(bucket, touch, rows),
    ),
    dropRaw: change(rawEvents(db).drop),
    markResubmitted: change(deadLetters(db).markResubmitted),
    dropLetters: change(deadLetters(db).drop),
    dropEntities: change(entity.drop),
    dropMinutes: change(drop.dropMinutes),
    dropHours: change(drop.dropHours),
    dropDays: change(drop.dropDays),
    close: () => db.close(),
  }
}
