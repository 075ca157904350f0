import type { Command } from "commander"
import type { KeysFile } from "../../access/bootstrap.ts"
import { KEY_KINDS, mintKey } from "../../access/keys.ts"
import type { Shop } from "../../store/store.ts"
import { Failure } from "../failure.ts"
import { withStore } from "../installation.ts"
import { currency, readAs, timezone } from "../options.ts"
import { columns, example, paint, print, printJson, table } from "../terminal.ts"

interface CreateOptions {
  currency: string
  timezone: string
  browserRefunds?: true
  json?: true
}

export function shopCommand(program: Command): void {
  const shop = program.command("shop").description("make and list shops")
  shop
    .command("create")
    .description("make a shop and one key of each kind; secret keys are shown this once")
    .argument("<name>", "its name; the id is made from it")
    .option("--currency <code>", "ISO 4217", readAs(currency), "USD")
    .option("--timezone <zone>", "IANA zone in which its days are cut", readAs(timezone), "UTC")
    .option("--browser-refunds", "count refunds that browsers send, not only those sent with an ingest key")
    .option("--json", "answer JSON")
    .addHelpText("after", example('shopstream shop create "Lamps & Light" --currency EUR --timezone Europe/Berlin'))
    .action(create)
  shop
    .command("list")
    .description("list the shops")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream shop list"))
    .action(list)
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const shop: Shop = {
    id: idOf(name),
    name,
    currency: options.currency,
    timezone: options.timezone,
    browser_refunds: options.browserRefunds ?? false,
  }
  const keys = await withStore(async store => {
    if ((await store.shops()).some(({ id }) => id === shop.id)) {
      throw new Failure(
        `there is a shop "${shop.id}" already; choose another name, or make keys with: shopstream keys create`,
      )
    }
    await store.saveShop(shop)
    const minted = KEY_KINDS.map(kind => [kind, mintKey(shop.id, kind)] as const)
    for (const [, { record }] of minted) await store.saveKey(record)
    return Object.fromEntries(minted.map(([kind, { key }]) => [kind, key])) as Omit<KeysFile, "shop">
  })

  if (options.json) return printJson({ shop: shop.id, ...keys })
  print(`\n  Made the shop ${paint.bold(shop.id)}: ${shop.name}, ${shop.currency}, ${shop.timezone}\n`)
  print(columns(Object.entries(keys).map(([kind, key]) => [paint.bold(kind), key])))
  print(`\n  ${paint.yellow("The ingest, read and admin keys are not shown again: keep them now.")}\n`)
}

async function list({ json }: { json?: true }): Promise<void> {
  const shops = await withStore(store => store.shops())
  if (json) return printJson(shops)
  const rows = shops.map(({ id, name, currency, timezone }) => [id, name, currency, timezone])
  print(
    table(["shop", "name", "currency", "time zone"], rows, "No shops yet; make one with: shopstream shop create NAME"),
  )
}

/** `Lamps & Light` → `lamps-light`. */
function idOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  const id = plain
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
  if (id === "" || name.length > 200)
    throw new Failure(`expected a name of 1 to 200 characters with a letter or digit, got "${name}"`)
  return id
}
