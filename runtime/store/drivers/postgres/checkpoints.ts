import type { Offset } from "../../../log/log.ts"
import { Fenced, type Writer } from "../../store.ts"
import { answered } from "./answered.ts"
import type { Sql } from "./connect.ts"
import type { Line } from "./session.ts"

/** A writer, and what the other tables call it. */
export interface Numbered extends Writer {
  number: number
}

/** Writers and how far each has come. */
export function checkpoints(sql: Sql) {
  const known = new Map<string, Promise<Numbered>>()

  /** In a statement of its own: a transaction that waits for another to register the same writer would wait long. */
  async function register({ log, partition }: Writer): Promise<Numbered> {
    await sql`insert into checkpoints (log, partition) values (${log}, ${partition}) on conflict do nothing`
    const [row] = await sql<{ writer: number }[]>`
      select writer from checkpoints where log = ${log} and partition = ${partition}`
    return { log, partition, number: row!.writer }
  }

  return {
    /** The writer with its number in the other tables; a new one is registered. */
    async numbered(writer: Writer): Promise<Numbered> {
      const key = JSON.stringify([writer.log, writer.partition])
      const numbered = known.get(key) ?? answered(register(writer))
      known.set(key, numbered)
      numbered.catch(() => known.delete(key))
      return numbered
    },
    async find({ log, partition }: Writer): Promise<Offset | undefined> {
      const [row] = await sql<{ log_offset: Offset | null }[]>`
        select log_offset from checkpoints where log = ${log} and partition = ${partition}`
      return row?.log_offset ?? undefined
    },
    /** How far each writer has come, made to survive a power loss: a commit that waits for the disk takes all before along. */
    async sync(): Promise<(Writer & { offset: Offset })[]> {
      const covered = await sql<(Writer & { offset: Offset })[]>`
        select log, partition, log_offset as "offset" from checkpoints
        where log_offset is not null order by log, partition`
      await sql.begin(async sql => {
        await sql`set local synchronous_commit to on`
        await sql`update meta set value = value + 1 where name = 'syncs'`
      })
      return [...covered]
    },
  }
}

/**
 * Moves the checkpoint; the row stays locked, so that whoever comes next waits for the end of this transaction. It is locked
 * first and compared by a statement of its own: one that had to wait would compare what stood before it waited.
 */
export async function fence(
  line: Line,
  { number, log, partition }: Numbered,
  from: Offset | undefined,
  next: Offset,
): Promise<void> {
  const held = line.run(sql => sql`select from checkpoints where writer = ${number} for update`)
  held.catch(() => {})
  const { count } = await line.run(
    sql => sql`
      update checkpoints set log_offset = ${next}
      where writer = ${number} and log_offset is not distinct from ${from ?? null}`,
  )
  if (count === 1) return
  const [row] = await line.run(
    sql => sql<{ log_offset: Offset | null }[]>`select log_offset from checkpoints where writer = ${number}`,
  )
  throw new Fenced(
    `partition ${partition} of log ${log} stands at ${row?.log_offset ?? "no checkpoint"}, not at ${from ?? "no checkpoint"}: ` +
      "another worker moved it; drop the hot state and read the checkpoint again",
  )
}
