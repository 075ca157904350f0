import type { Command } from "commander"
import { type Config, ConfigError } from "../../config.ts"
import { dataFolder, diskSpace, embeddedLog, plugins, privateFiles } from "../doctor/checks.ts"
import type { Finding } from "../doctor/finding.ts"
import { kafka, lag } from "../doctor/kafka.ts"
import { server } from "../doctor/server.ts"
import { examineStore } from "../doctor/store.ts"
import { readSettings } from "../installation.ts"
import { example, paint, print } from "../terminal.ts"

export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("check every component and say what is wrong and what to do")
    .addHelpText("after", example("shopstream doctor"))
    .action(examine)
}

async function examine(): Promise<void> {
  const config = settings()
  if (config) {
    show({ name: "Settings", found: `${config.environment}, on Bun ${Bun.version}` })
    const folder = show(await dataFolder(config))
    if (!folder.todo) show(await diskSpace(config))
    show(await privateFiles(config))
    const { neighbour } = show(await server(config))
    const brokers = config.kafka
    if (brokers) show(await kafka(brokers))
    else if (!folder.todo) show(await embeddedLog(config, neighbour === "shopstream"))
    if (config.databaseUrl !== "" || !folder.todo) {
      for (const finding of await examineStore(config, store => (brokers ? lag(brokers, store) : none()))) show(finding)
    }
    show(await plugins(config))
  }
  print(process.exitCode ? `\n  ${paint.red("Something needs you.")}` : `\n  ${paint.green("All is well.")}`)
}

function settings(): Config | undefined {
  try {
    return readSettings()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) show({ name: "Settings", found: "not valid", todo: problem })
    return undefined
  }
}

const none = async (): Promise<Finding[]> => []

const NAME_WIDTH = 14

function show<F extends Finding>(finding: F): F {
  const { name, found, todo } = finding
  print(`  ${todo ? paint.red("✗") : paint.green("✓")} ${name.padEnd(NAME_WIDTH)}${found}`)
  if (todo) {
    print(`    ${" ".repeat(NAME_WIDTH)}${paint.yellow(todo)}`)
    process.exitCode = 1
  }
  return finding
}
