import { paint, print, table, thousands } from "../../cli/terminal.ts"
import type { Recorded } from "./profiling.ts"

const SHOWN = 10

/** Says where the processor time of a load went. */
export function tell({ threads, scripts, statements, tables, events }: Recorded): void {
  const perMillion = (seconds: number) => `${(seconds / (events / 1e6)).toFixed(1)} s`
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`

  for (const [part, spent] of Object.entries(threads)) {
    print(`\n  ${paint.bold(part)}, by thread, processor time per million events\n`)
    print(
      table(
        ["", ""],
        spent.slice(0, SHOWN).map(([name, seconds]) => [name, perMillion(seconds)]),
        "",
      ),
    )
  }
  for (const [script, { rooms, functions }] of Object.entries(scripts)) {
    print(`\n  ${paint.bold(script)}, its main thread by room and package, then by function\n`)
    print(
      table(
        ["", ""],
        rooms.slice(0, SHOWN).map(([name, share]) => [name, percent(share)]),
        "",
      ),
    )
    print()
    print(
      table(
        ["", ""],
        functions.slice(0, 2 * SHOWN).map(([name, share]) => [name, percent(share)]),
        "",
      ),
    )
  }
  print(`\n  ${paint.bold("database")}, by statement, per million events\n`)
  const rows = statements.map(({ text, calls, ms, wal }) => [
    text.slice(0, 60),
    `${thousands(calls / (events / 1e6))} calls`,
    perMillion(ms / 1_000),
    `${thousands(wal / 1e6 / (events / 1e6))} MB of WAL`,
  ])
  print(table(["", "", "", ""], rows, ""))
  print(`\n  ${paint.bold("database")}, rows written, and updates that touched no index\n`)
  const written = tables.map(({ name, inserted, updated, hot }) => [
    name,
    `${thousands(inserted)} inserted`,
    `${thousands(updated)} updated`,
    updated === 0 ? "" : `${percent(hot / updated)} in place`,
  ])
  print(table(["", "", "", ""], written, ""))
}
