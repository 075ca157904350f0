import type { Config } from "../config.ts"
import type { Ready } from "../main.ts"
import manifest from "../package.json" with { type: "json" }
import { isEmbedded } from "../roles/ends.ts"
import type { KeyKind } from "../store/store.ts"
import { columns, paint, print } from "./terminal.ts"

const MAY: Record<KeyKind, string> = {
  write: "public: sends events",
  ingest: "sends events from servers",
  read: "reads numbers",
  admin: "reads and manages",
}

type Row = [name: string, text: string]

/** What a person sees when the server is ready: where to go, which keys there are, how to stop. */
export function printBanner(ready: Ready, config: Config, demo?: { rate: number }): void {
  const groups = [places(ready, demo !== undefined), ring(ready), facts(ready, config, demo)]
  // One call for all blocks, so that they share the width of their first column.
  const lines = columns(groups.flat().map(([name, text]) => [paint.bold(name), text])).split("\n")
  const blocks = groups.map(rows => lines.splice(0, rows.length)).filter(block => block.length > 0)

  const role = ready.role === "all" ? "" : ` ${ready.role}`
  const since = `ready in ${Math.round(performance.now())} ms`
  print(`\n  ${paint.bold("ShopStream")} ${manifest.version}${role}   ${paint.green(since)}\n`)
  print(`${blocks.map(block => block.join("\n")).join("\n\n")}\n`)
}

function places({ role, url, signInUrl }: Ready, hasStorefront: boolean): Row[] {
  return [
    ...(signInUrl
      ? ([
          ["Dashboard", paint.cyan(signInUrl)],
          ["", paint.dim("signs this browser in; works once, within the hour")],
        ] as Row[])
      : []),
    ...(hasStorefront ? [["Storefront", paint.cyan(`${url}/demo`)] as Row] : []),
    ...(role === "collector" ? [["Events", paint.cyan(`${url}/v1/events`)] as Row] : []),
    signInUrl ? ["API", paint.cyan(`${url}/docs`)] : ["State", paint.cyan(`${url}/ready`)],
  ]
}

function ring({ keys = {} }: Ready): Row[] {
  return Object.entries(keys).map(([kind, key]) => [`${kind} key`, `${key}  ${paint.dim(MAY[kind as KeyKind])}`])
}

function facts({ role, shop, keys }: Ready, config: Config, demo?: { rate: number }): Row[] {
  const hasKeys = role === "all" || role === "api" || keys !== undefined
  return [
    ...(isEmbedded(config) || hasKeys ? [["Data", config.data] as Row] : []),
    ...(hasKeys ? [["", paint.dim(`keys.json in there holds the keys of the shop ${shop.id}`)] as Row] : []),
    ...(demo ? [["Traffic", demo.rate === 0 ? "none" : `${demo.rate} events per second, made up`] as Row] : []),
    ["Stop", "Ctrl-C"],
  ]
}
