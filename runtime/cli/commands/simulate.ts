import type { Command } from "commander"
import { readKeysFile } from "../../access/bootstrap.ts"
import { url as address } from "../../config/kinds.ts"
import { Failure } from "../failure.ts"
import { readSettings } from "../installation.ts"
import { readAs, wholeNumber } from "../options.ts"
import { progressLine } from "../progress.ts"
import { columns, example, paint, print, thousands } from "../terminal.ts"

interface Options {
  url?: string
  key?: string
  rate: number
  seconds?: number
  seed: string
}

export function simulateCommand(program: Command): void {
  program
    .command("simulate")
    .description("play shoppers against a collector")
    .option("--url <url>", "root of the collector (default: this server)", readAs(address("http", "https")))
    .option("--key <key>", "a write or ingest key (default: the write key in keys.json)")
    .option("--rate <events>", "events per second", wholeNumber(1, 1_000_000), 100)
    .option("--seconds <seconds>", "how long (default: until Ctrl-C)", wholeNumber(1, 10_000_000))
    .option("--seed <seed>", "the same seed plays the same shoppers", "shopstream")
    .addHelpText(
      "after",
      example(
        "shopstream simulate --rate 500 --seconds 60",
        "shopstream simulate --url https://stats.example.com --key wk_… --seed 7",
      ),
    )
    .action(simulateUntilDone)
}

async function simulateUntilDone({ rate, seconds, seed, ...target }: Options): Promise<void> {
  const url = (target.url ?? ownUrl()).replace(/\/+$/, "")
  const key = target.key ?? (await ownKey())
  const { simulate } = await import("../../demo/simulate.ts")
  const stop = new AbortController()
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort())

  print(`  ${thousands(rate)} events per second to ${url}, seed ${seed}${seconds ? "" : "; Ctrl-C stops"}`)
  const line = progressLine(process.stdout)
  const result = await simulate({ url, key, rate, seconds, seed, signal: stop.signal, onProgress: line.show }).finally(
    line.end,
  )

  const { p50, p99 } = result.latency
  print(
    columns([
      [paint.bold("sent"), thousands(result.sent)],
      [paint.bold("accepted"), thousands(result.accepted)],
      [paint.bold("rejected"), thousands(result.rejected)],
      [paint.bold("retried"), thousands(result.retried)],
      [paint.bold("seconds"), result.seconds.toFixed(1)],
      ...(p50 === null || p99 === null
        ? []
        : [[paint.bold("latency"), `${ms(p50)} median, ${ms(p99)} at the 99th percentile`]]),
    ]),
  )
  process.exitCode = result.rejected > 0 ? 1 : 0
}

function ownUrl(): string {
  const { host, port } = readSettings()
  if (port === 0) throw new Failure("--url: expected the root of the collector, as PORT is 0 and so says nothing")
  return `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`
}

async function ownKey(): Promise<string> {
  const { data } = readSettings()
  const key = (await readKeysFile(data))?.write
  if (!key) throw new Failure(`--key: expected a write or ingest key, as ${data} has no keys.json with one`)
  return key
}

function ms(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
}
