import { type Command, Option } from "commander"
import { ROLES, type Role } from "../../roles/role.ts"
import { printBanner } from "../banner.ts"
import { readSettings } from "../installation.ts"
import { runUntilStopped } from "../running.ts"
import { example } from "../terminal.ts"

export function startCommand(program: Command): void {
  program
    .command("start")
    .description("run the server")
    .addOption(
      new Option("--role <role>", "which part of it: all in one process, or one of the three")
        .choices(ROLES)
        .default("all"),
    )
    .addHelpText("after", example("shopstream start", "PORT=9000 shopstream start", "shopstream start --role worker"))
    .action(async ({ role }: { role: Role }) => {
      const config = readSettings()
      await runUntilStopped(config, { role }, ready => printBanner(ready, config))
    })
}
