import { existsSync } from "node:fs"
import { extname } from "node:path"
import { type Command, Option } from "commander"
import { importFile } from "../../history/import.ts"
import { isField, type Mapping } from "../../history/mapping.ts"
import type { Format } from "../../history/rows.ts"
import { openLog } from "../../roles/ends.ts"
import { Failure } from "../failure.ts"
import { findShop, withStore } from "../installation.ts"
import { assignments, collect } from "../options.ts"
import { countLine } from "../progress.ts"
import { columns, example, paint, print, printJson, thousands } from "../terminal.ts"

/** Bad lines that are named; the rest is counted. */
const MOST_NAMED = 20

interface Options {
  shop: string
  format?: Format
  map?: [string, string][]
  set?: [string, string][]
  json?: true
}

export function importCommand(program: Command): void {
  program
    .command("import")
    .argument("<file>", "NDJSON, an event a line, or CSV with a line of column names")
    .description("bring in a shop's history, of whatever age; a run that was stopped goes on where it was")
    .requiredOption("--shop <id>", "whose events they are")
    .addOption(new Option("--format <format>", "what the file's name does not say").choices(["ndjson", "csv"]))
    .option("--map <column=field,…>", "which fields of the event the columns fill", collect(assignments))
    .option("--set <field=value,…>", "fields that no column holds", collect(assignments))
    .option("--json", "answer JSON")
    .addHelpText(
      "after",
      example(
        "shopstream import events.ndjson --shop demo",
        "shopstream import orders.csv --shop demo --set event_type=purchase --map created=timestamp,number=order_id,sum=total_amount",
      ),
    )
    .action(run)
}

async function run(file: string, { shop: id, format = formatOf(file), map = [], set = [], json }: Options) {
  if (!existsSync(file)) throw new Failure(`there is no file ${file}`)
  const mapping: Mapping = { columns: Object.fromEntries(map), constants: Object.fromEntries(set) }
  for (const field of [...Object.values(mapping.columns), ...Object.keys(mapping.constants)]) {
    if (!isField(field)) throw new Failure(`${field} is no field of an event; a field is e.g. timestamp or product.id`)
  }
  const line = countLine(process.stderr)
  let bad = 0
  const report = await withStore(async (store, config) => {
    const shop = await findShop(store, id)
    const log = await openLog(config)
    try {
      return await importFile({
        ...{ file, format, shop, mapping, log, store, clock: Date.now },
        onBad(number, reason) {
          line.end()
          if (++bad <= MOST_NAMED) process.stderr.write(`  line ${number}: ${reason}\n`)
        },
        onProgress: records => line.show(`${thousands(records)} records`),
      })
    } finally {
      line.end()
      await log.close()
    }
  })
  if (report.bad > 0) process.exitCode = 1
  if (json) return printJson(report)
  const rows = [[paint.bold("imported"), thousands(report.imported)]]
  if (report.before > 0) rows.push([paint.bold("done before"), thousands(report.before)])
  if (report.bad > 0) rows.push([paint.red("left out"), `${thousands(report.bad)} bad records`])
  print(columns(rows))
}

function formatOf(file: string): Format {
  const extension = extname(file).toLowerCase()
  if (extension === ".csv") return "csv"
  if ([".ndjson", ".jsonl"].includes(extension)) return "ndjson"
  throw new Failure(`expected a file named .ndjson, .jsonl or .csv, got ${file}; say which it is with --format`)
}
