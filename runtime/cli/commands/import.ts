import { existsSync } from "node:fs"
import { extname } from "node:path"
import { type Command, Option } from "commander"
import { importFile } from "../../history/import.ts"
import { isField, type Mapping } from "../../history/mapping.ts"
import type { Refused } from "../../history/refusals.ts"
import type { Format } from "../../history/rows.ts"
import { isGzip } from "../../history/source.ts"
import { openLog } from "../../roles/ends.ts"
import { Failure } from "../failure.ts"
import { findShop, withStore } from "../installation.ts"
import { assignments, collect } from "../options.ts"
import { shareLine } from "../progress.ts"
import { columns, example, paint, print, printJson, thousands } from "../terminal.ts"

/** Refused lines that are named in the terminal; the report names all of them. */
const MOST_NAMED = 20

interface Options {
  shop: string
  format?: Format
  map?: [string, string][]
  set?: [string, string][]
  report?: string
  json?: true
}

export function importCommand(program: Command): void {
  program
    .command("import")
    .argument("<file>", "NDJSON, an event a line, or CSV with a line of column names; also .gz")
    .description("bring in a shop's history, of whatever age; a run that was stopped goes on where it was")
    .requiredOption("--shop <id>", "whose events they are")
    .addOption(new Option("--format <format>", "what the file's name does not say").choices(["ndjson", "csv"]))
    .option("--map <column=field,…>", "which fields of the event the columns fill", collect(assignments))
    .option("--set <field=value,…>", "fields that no column holds", collect(assignments))
    .option("--report <file>", "where refused lines are named; default: beside the file, as FILE.refused.ndjson")
    .option("--json", "answer JSON")
    .addHelpText(
      "after",
      example(
        "shopstream import events.ndjson.gz --shop demo",
        "shopstream import orders.csv --shop demo --set event_type=purchase \\\n      --map created=timestamp,number=order_id,sum=total_amount",
      ),
    )
    .action(run)
}

async function run(
  file: string,
  { shop: id, format = formatOf(file), map = [], set = [], report: named = `${file}.refused.ndjson`, json }: Options,
): Promise<void> {
  if (!existsSync(file)) throw new Failure(`there is no file ${file}`)
  const mapping: Mapping = { columns: Object.fromEntries(map), constants: Object.fromEntries(set) }
  for (const field of [...Object.values(mapping.columns), ...Object.keys(mapping.constants)]) {
    if (!isField(field)) throw new Failure(`${field} is no field of an event; a field is e.g. timestamp or product.id`)
  }
  const line = shareLine(process.stderr)
  let refused = 0
  function onRefused({ line: number, reason }: Refused): void {
    if (++refused > MOST_NAMED) return
    line.end()
    process.stderr.write(`  line ${number}: ${reason}\n`)
  }
  const outcome = await withStore(async (store, config) => {
    const shop = await findShop(store, id)
    const log = await openLog(config)
    try {
      return await importFile({
        ...{ file, format, shop, mapping, log, store, report: named, clock: Date.now, onRefused },
        onProgress: ({ records, share }) => line.show(share, `${thousands(records)} records`),
      })
    } finally {
      line.end()
      await log.close()
    }
  })
  const report = existsSync(named) ? named : undefined
  if (outcome.bad > 0) process.exitCode = 1
  if (json) return printJson({ ...outcome, report })
  const rows = [[paint.bold("imported"), thousands(outcome.imported)]]
  if (outcome.before > 0) rows.push([paint.bold("done before"), thousands(outcome.before)])
  if (outcome.bad > 0) rows.push([paint.red("refused"), `${thousands(outcome.bad)}, named in ${named}`])
  print(columns(rows))
}

function formatOf(file: string): Format {
  const extension = extname(isGzip(file) ? file.slice(0, -".gz".length) : file).toLowerCase()
  if (extension === ".csv") return "csv"
  if ([".ndjson", ".jsonl"].includes(extension)) return "ndjson"
  throw new Failure(
    `expected a file named .ndjson, .jsonl or .csv, or so with .gz, got ${file}; say which it is with --format`,
  )
}
