import type { Command } from "commander"
import { printBanner } from "../banner.ts"
import { readSettings } from "../installation.ts"
import { wholeNumber } from "../options.ts"
import { runUntilStopped } from "../running.ts"
import { example } from "../terminal.ts"

export function demoCommand(program: Command): void {
  program
    .command("demo")
    .description("run everything in one process, with a demo storefront and made-up traffic")
    .option("--rate <events>", "events per second, 0 for none (default: EVENT_RATE, 100)", wholeNumber(0, 100_000))
    .addHelpText("after", example("shopstream demo", "shopstream demo --rate 1000"))
    .action(async ({ rate }: { rate?: number }) => {
      const config = readSettings()
      const demo = { rate: rate ?? config.eventRate }
      await runUntilStopped(config, { role: "all", demo }, ready => printBanner(ready, config, demo))
    })
}
