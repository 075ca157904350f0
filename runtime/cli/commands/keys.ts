import { type Command, Option } from "commander"
import { hashKey, KEY_KINDS, mintKey } from "../../access/keys.ts"
import { listOf, origin } from "../../config/kinds.ts"
import type { KeyKind, KeyRecord } from "../../store/store.ts"
import { Failure } from "../failure.ts"
import { findShop, withStore } from "../installation.ts"
import { collect } from "../options.ts"
import { example, paint, print, printJson, table } from "../terminal.ts"

interface CreateOptions {
  shop: string
  kind: KeyKind
  origin?: string[]
  json?: true
}

export function keysCommand(program: Command): void {
  const keys = program.command("keys").description("make, list and revoke keys")
  keys
    .command("create")
    .description("make a key; a secret one is shown this once")
    .requiredOption("--shop <id>", "whose key it is")
    .addOption(new Option("--kind <kind>", "what it may do").choices(KEY_KINDS).makeOptionMandatory())
    .option(
      "--origin <origins>",
      "where a write key may be used from, repeatable; any if left out",
      collect(listOf(origin, ",")),
    )
    .option("--json", "answer JSON")
    .addHelpText(
      "after",
      example(
        "shopstream keys create --shop lamps --kind read",
        "shopstream keys create --shop lamps --kind write --origin https://lamps.example",
      ),
    )
    .action(create)
  keys
    .command("list")
    .description("list the keys; secret ones by their first characters")
    .option("--shop <id>", "only those of one shop")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream keys list --shop lamps"))
    .action(list)
  keys
    .command("revoke")
    .description("make a key useless, within a second, sockets included")
    .argument("<key>", "the key, or what keys list shows of it")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream keys revoke rk_4fT0aZ…"))
    .action(revoke)
}

async function create({ shop, kind, origin: origins = [], json }: CreateOptions): Promise<void> {
  if (origins.length > 0 && kind !== "write") {
    throw new Failure(
      `--origin: expected it with --kind write only, as a ${kind} key is not used by browsers of visitors`,
    )
  }
  const key = await withStore(async store => {
    await findShop(store, shop)
    const minted = mintKey(shop, kind, origins)
    await store.saveKey(minted.record)
    return minted.key
  })
  if (json) return printJson({ key, shop, kind, origins })
  print(`\n  ${paint.bold(key)}\n`)
  print(`  A key of kind ${kind} for the shop ${shop}${origins.length > 0 ? `, from ${origins.join(", ")}` : ""}.`)
  if (kind !== "write") print(`  ${paint.yellow("It is not shown again: keep it now.")}`)
}

async function list({ shop, json }: { shop?: string; json?: true }): Promise<void> {
  const keys = await withStore(async store => {
    if (shop) await findShop(store, shop)
    const keys = (await store.keys()).filter(key => !shop || key.shop === shop)
    return keys.sort((a, b) => a.shop.localeCompare(b.shop) || KEY_KINDS.indexOf(a.kind) - KEY_KINDS.indexOf(b.kind))
  })
  if (json) return printJson(keys.map(({ hash: _, ...shown }) => shown))
  const rows = keys.map(key => [key.shop, key.kind, key.label, key.origins.join(", ") || "any", stateOf(key)])
  print(table(["shop", "kind", "key", "origins", "state"], rows, "No keys yet; make one with: shopstream keys create"))
}

function stateOf({ created_at, revoked_at }: KeyRecord): string {
  return revoked_at ? paint.red(`revoked ${revoked_at.slice(0, 10)}`) : paint.green(`since ${created_at.slice(0, 10)}`)
}

async function revoke(typed: string, { json }: { json?: true }): Promise<void> {
  const record = await withStore(async store => {
    const found = match(await store.keys(), typed)
    if (found.revoked_at) return found
    const revoked = { ...found, revoked_at: new Date().toISOString() }
    await store.saveKey(revoked)
    return revoked
  })
  const { label, shop, kind, revoked_at } = record
  if (json) return printJson({ key: label, shop, kind, revoked_at })
  print(`  Revoked ${label}, a key of kind ${kind} of the shop ${shop}.`)
}

/** The key that was typed: whole, or as `keys list` shows it, with or without the `…`. */
function match(keys: readonly KeyRecord[], typed: string): KeyRecord {
  const hash = hashKey(typed)
  const found = keys.filter(key => key.hash === hash || key.label === typed || key.label === `${typed}…`)
  if (found.length === 1) return found[0]!
  // What was typed may be a secret, so it is not repeated.
  throw new Failure(
    found.length === 0
      ? "there is no such key; see: shopstream keys list"
      : `${found.length} keys begin like this; give the whole key`,
  )
}
