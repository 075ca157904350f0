import type { Database } from "bun:sqlite"
import type { Offset } from "../../../log/log.ts"
import { Fenced, type Writer } from "../../store.ts"

interface Row {
  writer: number
  offset: Offset | null
}

/** Writers and how far each has come. */
export function checkpoints(db: Database) {
  const find = db.query<Row, [string, number]>("SELECT writer, offset FROM checkpoints WHERE log = ? AND partition = ?")
  const register = db.query<Row, [string, number]>(
    "INSERT INTO checkpoints (log, partition) VALUES (?, ?) RETURNING writer, offset",
  )
  const advance = db.query<null, [Offset, number, Offset | null]>(
    "UPDATE checkpoints SET offset = ?1 WHERE writer = ?2 AND offset IS ?3",
  )
  const name = db.query<Writer & { offset: Offset | null }, [number]>(
    "SELECT log, partition, offset FROM checkpoints WHERE writer = ?",
  )
  const committed = db.query<Writer & { offset: Offset }, []>(
    "SELECT log, partition, offset FROM checkpoints WHERE offset IS NOT NULL ORDER BY log, partition",
  )

  return {
    /** The writer's number in the other tables; a new writer is registered. */
    writerNumber({ log, partition }: Writer): number {
      return (find.get(log, partition) ?? register.get(log, partition)!).writer
    },
    checkpoint({ log, partition }: Writer): Offset | undefined {
      return find.get(log, partition)?.offset ?? undefined
    },
    fence(writer: number, from: Offset | undefined, next: Offset): void {
      if (advance.run(next, writer, from ?? null).changes === 1) return
      const { log, partition, offset } = name.get(writer)!
      throw new Fenced(
        `partition ${partition} of log ${log} stands at ${offset ?? "no checkpoint"}, not at ${from ?? "no checkpoint"}: ` +
          "another worker moved it; drop the hot state and read the checkpoint again",
      )
    },
    all: () => committed.all(),
  }
}
