import { Database } from "bun:sqlite"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { timestamp } from "../../store/drivers/postgres/arrays.ts"
import { connect } from "../../store/drivers/postgres/connect.ts"
import { encodeText } from "../../store/drivers/postgres/text.ts"

/** How a value of SQLite is written for PostgreSQL's COPY. */
type Kind = "text" | "number" | "time" | "state" | "sketch"

/** A column of PostgreSQL: its name, its value in SQLite, and how that is written. */
type Column = readonly [name: string, value: string, kind: Kind]

interface Table {
  name: string
  columns: readonly Column[]
}

const text = (name: string, value = name): Column => [name, value, "text"]
const number = (name: string, value = name): Column => [name, value, "number"]
const time = (value = "t"): Column => ["time", value, "time"]
const STATE: readonly Column[] = [["state", "state", "state"], ["sketch", "state", "sketch"], number("value")]
const ENTITY: readonly Column[] = [
  text("shop"),
  text("id"),
  ["updated", "updated", "time"],
  text("summary"),
  number("rev"),
]
const CELL: readonly Column[] = [text("shop"), text("metric"), text("dim"), time(), text("key")]

/** All that answers are made of; the ids that were seen, which only the pipeline asks for, are left out. */
const TABLES: readonly Table[] = [
  { name: "shops", columns: [text("id"), text("name"), text("currency"), text("timezone"), number("browser_refunds")] },
  { name: "metrics_1min", columns: [...CELL, number("writer"), ...STATE] },
  { name: "metrics_1hour", columns: [...CELL, number("sealed"), ...STATE] },
  { name: "metrics_1day", columns: [...CELL, number("sealed"), ...STATE] },
  {
    name: "dirty",
    columns: [text("shop"), text("metric"), text("grain"), time(), number("writer", "1"), number("touch")],
  },
  { name: "sessions", columns: ENTITY },
  { name: "orders", columns: ENTITY },
  { name: "visitors", columns: ENTITY },
  {
    name: "events_raw",
    columns: [
      ...[text("shop"), time(), text("received_at"), text("type"), text("session")],
      text("order_id", "CASE WHEN type IN ('purchase', 'refund') THEN body ->> '$.order_id' END"),
      ...[text("source"), number("writer"), number("log_offset", "offset"), text("body")],
    ],
  },
  // Last: with it, everything is there.
  {
    name: "checkpoints",
    columns: [number("writer"), text("log"), number("partition"), number("log_offset", "offset")],
  },
]

const ROWS_PER_CHUNK = 500

/** The SQLite file that a bench with as many events kept; undefined where there is none that is whole. */
export function filledFile(keep: string, events: number): string | undefined {
  const file = join(keep, `sqlite-${events}`, "store.sqlite")
  if (!existsSync(file)) return undefined
  const db = new Database(file, { readonly: true })
  const row = db.query<{ there: number | null }, []>("SELECT sum(offset) AS there FROM checkpoints").get()
  db.close()
  return row?.there === events ? file : undefined
}

/**
 * Copies what the pipeline made of the same events in SQLite into an empty database: the same rows, in a fraction of
 * the time. It has one writer then, where a log of three partitions has three.
 */
export async function copyOver(file: string, url: string, onProgress: (table: string) => void): Promise<void> {
  const db = new Database(file, { readonly: true })
  const sql = connect(url, { max: 1 })
  for (const { name, columns } of TABLES) {
    onProgress(name)
    const names = columns.map(([column]) => column).join(", ")
    const statement = `copy ${name} (${names}) from stdin`
    const into = await sql.unsafe(statement).writable()
    await pipeline(Readable.from(lines(db, name, columns)), into)
  }
  await sql.end()
  db.close()
}

function* lines(db: Database, table: string, columns: readonly Column[]): Generator<string> {
  const values = columns.map(([, value], i) => `${value} AS c${i}`).join(", ")
  let chunk: string[] = []
  for (const row of db.query<Record<string, unknown>, []>(`SELECT ${values} FROM ${table}`).iterate()) {
    chunk.push(columns.map(([, , kind], i) => written(row[`c${i}`], kind)).join("\t"))
    if (chunk.length < ROWS_PER_CHUNK) continue
    yield `${chunk.join("\n")}\n`
    chunk = []
  }
  if (chunk.length > 0) yield `${chunk.join("\n")}\n`
}

const NULL = "\\N"
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }

function written(value: unknown, kind: Kind): string {
  if (value === null) return NULL
  if (kind === "time") return timestamp(value as number)
  if (kind === "sketch") return value instanceof Uint8Array ? `\\\\x${Buffer.from(value).toString("hex")}` : NULL
  if (kind === "state" && value instanceof Uint8Array) return NULL
  const plain = kind === "text" ? encodeText(String(value)) : String(value)
  return plain.replace(/[\\\n\r\t]/g, found => ESCAPES[found]!)
}
