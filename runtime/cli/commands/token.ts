import { type Command, Option } from "commander"
import { mintWidgetToken } from "../../access/tokens.ts"
import { listOf, origin } from "../../config/kinds.ts"
import { findShop, withStore } from "../installation.ts"
import { collect, duration, filter, metricName, readAs, wholeNumber } from "../options.ts"
import { columns, example, paint, print, printJson } from "../terminal.ts"

interface Options {
  shop: string
  metrics: string[]
  origin: string[]
  expires: number
  round?: number
  minimum?: number
  filter?: Record<string, string>
  json?: true
}

export function tokenCommand(program: Command): void {
  program
    .command("token")
    .description("make widget tokens")
    .command("create")
    .description("sign a token that lets a public page show some of a shop's numbers")
    .requiredOption("--shop <id>", "whose numbers")
    .requiredOption("--metrics <names>", "which of them, comma-separated", collect(listOf(metricName, ",")))
    .requiredOption("--origin <origins>", "on whose pages, comma-separated or repeated", collect(listOf(origin, ",")))
    .addOption(
      new Option("--expires <duration>", "how long it is good: 90m, 12h, 30d")
        .argParser(readAs(duration))
        .default(30 * 86_400_000, "30d"),
    )
    .option("--round <step>", "round numbers to a multiple of this", wholeNumber(1, 1_000_000_000))
    .option("--minimum <count>", "withhold counts below this", wholeNumber(1, 1_000_000_000))
    .option("--filter <dimension=value>", "show only this part of the numbers, e.g. country=DE", readAs(filter))
    .option("--json", "answer JSON")
    .addHelpText(
      "after",
      example(
        "shopstream token create --shop lamps --metrics revenue,orders --origin https://lamps.example --expires 90d",
      ),
    )
    .action(create)
}

async function create({
  shop,
  metrics,
  origin: origins,
  expires: lifetime,
  round,
  minimum,
  filter: filters,
  json,
}: Options): Promise<void> {
  const expires = Date.now() + lifetime
  const token = await withStore(async (store, { secret }) => {
    await findShop(store, shop)
    return mintWidgetToken(secret, { shop, metrics, origins, round, minimum, filters }, expires)
  })
  const until = new Date(expires).toISOString()
  if (json) return printJson({ token, shop, metrics, origins, round, minimum, filters, expires: until })
  print(`\n${token}\n`)
  print(
    columns([
      [paint.bold("shop"), shop],
      [paint.bold("metrics"), metrics.join(", ")],
      [paint.bold("origins"), origins.join(", ")],
      [paint.bold("until"), until],
    ]),
  )
  print(`\n  ${paint.dim(`<shop-kpi metric="${metrics[0]}" token="wt_…"></shop-kpi>`)}\n`)
}
