import type { Command } from "commander"
import { useSalt } from "../../../plugins/kit/aggregate/hash.ts"
import type { BackfillProgress, BackfillReport } from "../../backfill/backfill.ts"
import { Failure } from "../failure.ts"
import { withStore } from "../installation.ts"
import { loadMetrics, metricNamed } from "../metrics.ts"
import { instant, readAs } from "../options.ts"
import { shareLine } from "../progress.ts"
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
    .description("compute what a new metric would have counted, from the raw events that came before it")
    .requiredOption("--metric <name>", "the metric, as plugin list names it")
    .option("--from <time>", "only events from this time on", readAs(instant))
    .option("--to <time>", "only events before this time", readAs(instant))
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
    const line = shareLine(process.stderr)
    const { backfill } = await import("../../backfill/backfill.ts")
    const report = await backfill({
      ...{ store, metric, from, to },
      currencyOf: shop => currencies.get(shop),
      onProgress: ({ read, share }: BackfillProgress) => line.show(share, `${thousands(read)} events read`),
    }).finally(() => line.end())
    const metrics = Object.fromEntries(report.shops.map(shop => [shop, [name]]))
    if (report.shops.length > 0) await store.announce({ metrics, at: Date.now() })
    return report
  })
  if (report.failure) process.exitCode = 1
  if (json) return printJson({ metric: name, ...report })
  print(described(report))
}

function described({ read, counted, cells, oldest, failure }: BackfillReport): string {
  if (read === 0)
    return "  Nothing to do: it was counted from the start, or backfilled before, or no raw event is left."
  return columns([
    [paint.bold("events read"), `${thousands(read)}, the oldest of ${new Date(oldest!).toISOString()}`],
    [paint.bold("counted"), `${thousands(counted)} in ${thousands(cells)} cells`],
    ...(failure ? [[paint.red("lost"), `those on which the metric failed: ${failure}`]] : []),
  ])
}
