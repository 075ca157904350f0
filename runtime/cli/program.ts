import { Command } from "commander"
import manifest from "../package.json" with { type: "json" }
import { backfillCommand } from "./commands/backfill.ts"
import { deadLettersCommand } from "./commands/dead-letters.ts"
import { demoCommand } from "./commands/demo.ts"
import { doctorCommand } from "./commands/doctor.ts"
import { exportCommand } from "./commands/export.ts"
import { importCommand } from "./commands/import.ts"
import { keysCommand } from "./commands/keys.ts"
import { migrateCommand } from "./commands/migrate.ts"
import { pluginCommand } from "./commands/plugin.ts"
import { shopCommand } from "./commands/shop.ts"
import { simulateCommand } from "./commands/simulate.ts"
import { startCommand } from "./commands/start.ts"
import { tokenCommand } from "./commands/token.ts"
import { paint } from "./terminal.ts"

/** As the help lists them. */
const COMMANDS = {
  "Run it": [startCommand, demoCommand, simulateCommand],
  "Who may do what": [shopCommand, keysCommand, tokenCommand],
  "Metrics and history": [pluginCommand, backfillCommand, importCommand, exportCommand],
  "Look after it": [migrateCommand, deadLettersCommand, doctorCommand],
}

/** The whole command line. Errors are thrown, never printed from here. */
export function createProgram(): Command {
  const program = new Command("shopstream")
    .description("Real-time analytics for online shops.")
    .version(manifest.version, "-v, --version")
    .exitOverride()
    .configureOutput({ outputError: () => {}, getOutHasColors: () => paint.bold("") !== "" })
    .configureHelp({
      styleTitle: paint.bold,
      styleCommandText: paint.cyan,
      styleSubcommandText: paint.cyan,
      styleOptionText: paint.cyan,
      sortSubcommands: false,
    })
    .showSuggestionAfterError()
    .addHelpText("after", `\nSettings come from the environment and from .env; see .env.example.`)
  for (const [heading, commands] of Object.entries(COMMANDS)) {
    program.commandsGroup(`${heading}:`)
    for (const add of commands) add(program)
  }
  program.helpCommand("help [command]", "tell how a command is used")
  return program
}
