import { type Command, Option } from "commander"
import { useSalt } from "../../../plugins/kit/aggregate/hash.ts"
import { exportCells } from "../../history/export/cells.ts"
import { exportEvents } from "../../history/export/events.ts"
import { keptSince, storedWith } from "../../history/export/scope.ts"
import { writeFileWhole, writeOut } from "../../history/export/sink.ts"
import type { Format } from "../../history/rows.ts"
import type { Step } from "../../query/buckets.ts"
import { Failure } from "../failure.ts"
import { findShop, withStore } from "../installation.ts"
import { loadMetrics, metricNamed } from "../metrics.ts"
import { instant, readAs } from "../options.ts"
import { shareLine } from "../progress.ts"
import { columns, example, paint, print, thousands } from "../terminal.ts"

interface Options {
  shop: string
  from?: number
  to?: number
  format?: Format
  out?: string
}

interface CellOptions extends Options {
  metric?: string
  by?: string
  step: Step
}

/** How far ahead of our clock an event may be. */
const AHEAD = 5 * 60_000

export function exportCommand(program: Command): void {
  const parent = program
    .command("export")
    .description("write out raw events or numbers as NDJSON or CSV, beside a running server")
  const ofEvents = parent
    .command("events")
    .description("the raw events, oldest first; shopstream import reads them again")
    .requiredOption("--shop <id>", "whose they are")
  withOutput(ofEvents, "events of this time on")
    .addHelpText(
      "after",
      example(
        "shopstream export events --shop demo --out events.ndjson.gz",
        "shopstream export events --shop demo --from 2026-03-01 --format csv | head",
      ),
    )
    .action(events)
  const ofCells = parent
    .command("cells")
    .description("what metrics counted, bucket by bucket")
    .requiredOption("--shop <id>", "whose they are")
    .option("--metric <names>", "these metrics, separated by commas; default: all")
    .option("--by <dimension>", "by the keys of a dimension, such as country; default: totals")
    .addOption(
      new Option("--step <step>", "minutes, hours or the shop's days").choices(["1m", "1h", "1d"]).default("1h"),
    )
  withOutput(ofCells, "buckets of this time on")
    .addHelpText(
      "after",
      example(
        "shopstream export cells --shop demo --metric revenue,orders --step 1d --format csv",
        "shopstream export cells --shop demo --metric revenue --by country --step 1m --from 2026-03-01",
      ),
    )
    .action(cells)
}

/** The options that say from when to when, and where it goes. */
function withOutput(command: Command, from: string): Command {
  return command
    .option("--from <time>", `only ${from}, UTC; default: all that is kept`, readAs(instant))
    .option("--to <time>", "only what lies before this time; default: until now", readAs(instant))
    .option("--out <file>", "a file instead of standard output; compressed if it ends in .gz; it appears whole")
    .addOption(new Option("--format <format>", "default: by the name of --out, else ndjson").choices(["ndjson", "csv"]))
}

async function events({ shop: id, from = 0, to = Date.now() + AHEAD, ...options }: Options): Promise<void> {
  assertSpan(from, to)
  await withStore(async store => {
    const shop = await findShop(store, id)
    const query = { shop: shop.id, from, to }
    const [oldest] = (await store.rawEvents(query, 1)).rows
    const start = oldest ? Date.parse(oldest.event.timestamp) : from
    await write("events", options, (format, show) =>
      exportEvents({
        ...{ store, query, format },
        onProgress: (events, at) => show((at - start) / (Math.min(to, Date.now()) - start), events),
      }),
    )
  })
}

async function cells({ shop: id, metric: names, by = "", step, from, to = Date.now(), ...options }: CellOptions) {
  await withStore(async (store, config) => {
    const shop = await findShop(store, id)
    const oldest = keptSince(step, shop.timezone, config.retention, Date.now())
    if (from !== undefined && from < oldest) {
      const coarser = step === "1d" ? "" : ` a longer --step or`
      throw new Failure(
        `--from: expected ${new Date(oldest).toISOString()} or later, as older ones of --step ${step} are not kept; ` +
          `ask for${coarser} a later --from`,
      )
    }
    assertSpan(from ?? oldest, to)
    useSalt(config.secret)
    const loaded = await loadMetrics(config)
    const asked = names?.split(",").map(name => metricNamed(name.trim(), loaded))
    const metrics = storedWith(by, [...loaded.values()], asked)
    await write("rows", options, (format, show) =>
      exportCells({
        ...{ store, shop, metrics, by, step, from: from ?? oldest, to, format },
        onProgress: (rows, share) => show(share, rows),
      }),
    )
  })
}

type Show = (share: number, count: number) => void

/** To a file, or to standard output with nothing beside it; how far it is goes to standard error. */
async function write(
  what: string,
  { out, format = /\.csv(\.gz)?$/i.test(out ?? "") ? "csv" : "ndjson" }: Pick<Options, "out" | "format">,
  textOf: (format: Format, show: Show) => AsyncIterable<string>,
): Promise<void> {
  const line = shareLine(process.stderr)
  // Rows that run through the terminal are progress enough.
  const isShown = out !== undefined || !process.stdout.isTTY
  let written = 0
  const text = textOf(format, (share, count) => {
    written = count
    if (isShown) line.show(Math.min(share, 1), `${thousands(count)} ${what}`)
  })
  try {
    await (out === undefined ? writeOut(text) : writeFileWhole(out, text))
  } finally {
    line.end()
  }
  if (out !== undefined) print(columns([[paint.bold("written"), `${thousands(written)} ${what} to ${out}`]]))
}

function assertSpan(from: number, to: number): void {
  if (from >= to) throw new Failure("expected --from to lie before --to")
}
