import type { Command } from "commander"
import { useSalt } from "../../../plugins/kit/aggregate/hash.ts"
import type { BackfillReport } from "../../backfill/backfill.ts"
import { Failure } from "../failure.ts"
import { withStore } from "../installation.ts"
import { loadMetrics, metricNamed } from "../metrics.ts"
import { instant, readAs } from "../options.ts"
import { countLine, shareLine } from "../progress.ts"
import { columns, example, paint, print, printJson, thousands } from "../terminal.ts"

interface Options {
  metric: string
  from?: number
  to?: number
  json?: true
}

export function backfillCommand(program: Command): void {
  program
    .command("backfill")
    .description("compute what a metric missed, before it was added or while it failed, beside a running server")
    .requiredOption("--metric <name>", "the metric, as plugin list names it")
    .option("--from <time>", "only numbers of this time on, UTC; default: all that can be known", readAs(instant))
    .option("--to <time>", "only numbers before this time", readAs(instant))
    .option("--json", "answer JSON")
    .addHelpText(
      "after",
      example("shopstream backfill --metric big_orders", "shopstream backfill --metric big_orders --from 2026-03-01"),
    )
    .action(run)
}

async function run({ metric: name, from, to, json }: Options): Promise<void> {
  if (from !== undefined && to !== undefined && from >= to) throw new Failure("expected --from to lie before --to")
  const report = await withStore(async (store, config) => {
    const metric = metricNamed(name, await loadMetrics(config))
    useSalt(config.secret)
    const currencies = new Map((await store.shops()).map(({ id, currency }) => [id, currency]))
    const [share, count] = [shareLine(process.stderr), countLine(process.stderr)]
    const { backfill } = await import("../../backfill/backfill.ts")
    const report = await backfill({
      ...{ store, metric, from, to, retention: config.retention, clock: Date.now },
      currencyOf: shop => currencies.get(shop),
      onProgress(progress) {
        const read = `${thousands(progress.read)} ${metric.kind}s read`
        if (progress.share === undefined) count.show(read)
        else share.show(progress.share, read)
      },
    }).finally(() => {
      share.end()
      count.end()
    })
    const metrics = Object.fromEntries(report.shops.map(shop => [shop, [name]]))
    if (report.shops.length > 0) await store.announce({ metrics, at: Date.now() })
    return report
  })
  if (report.failure) process.exitCode = 1
  if (json) return printJson({ metric: name, ...report })
  print(described(report))
}

function described(report: BackfillReport): string {
  const { of, read, counted, cells, since, failure } = report
  if (cells === 0 && !failure) return `  Nothing to do: ${whyNothing(report)}.`
  const time = since === undefined ? "" : new Date(since).toISOString()
  return columns([
    [paint.bold(`${of}s read`), `${thousands(read)}${of === "event" ? `, the oldest of ${time}` : ""}`],
    [
      paint.bold("counted"),
      `${thousands(counted)} in ${thousands(cells)} cells${of === "event" ? "" : `, from ${time} on`}`,
    ],
    ...(failure ? [[paint.red("lost"), `those on which the metric failed: ${failure}`]] : []),
  ])
}

function whyNothing({ of, read }: BackfillReport): string {
  if (of !== "event") return `the metric's numbers are what all ${of}s that are kept make of them`
  return read === 0
    ? "it was counted from the start, or backfilled before, or no raw event is left"
    : "none of the raw events counts"
}
