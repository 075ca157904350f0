import type { Command } from "commander"
import { bootstrap } from "../../access/bootstrap.ts"
import { holderName } from "../../roles/ends.ts"
import { inTurn } from "../../roles/turn.ts"
import { readSettings, withStore } from "../installation.ts"
import { example, print } from "../terminal.ts"

export function migrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("bring the database's schema up to date, and make the demo shop and its keys where there are none")
    .addHelpText("after", example("DATABASE_URL=postgres://me@db/shop shopstream migrate"))
    .action(migrateAndPrepare)
}

async function migrateAndPrepare(): Promise<void> {
  const { databaseUrl } = readSettings()
  if (databaseUrl !== "") {
    const { migrate } = await import("../../store/drivers/postgres.ts")
    const { from, to, tier } = await migrate(databaseUrl)
    print(
      `  Schema: ${from === to ? `version ${to}, nothing to do` : `brought from version ${from} to ${to}`}, ${tier}.`,
    )
  } else print("  Schema: that of the embedded store, which is kept up to date by whoever opens it.")

  await withStore(async (store, { data }) => {
    const { shop, fresh } = await inTurn(store, "bootstrap", holderName(), () => bootstrap(store, data))
    print(`  Shop ${shop.id}: ${fresh ? "new keys are" : "its keys are"} in ${data}/keys.json.`)
  })
}
