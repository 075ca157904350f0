import type { Config } from "../config.ts"
import type { Ready } from "../main.ts"
import manifest from "../package.json" with { type: "json" }
import { columns, paint, print } from "./terminal.ts"

const MAY: Record<keyof NonNullable<Ready["keys"]>, string> = {
  write: "public: sends events",
  ingest: "sends events from servers",
  read: "reads numbers",
  admin: "reads and manages",
}

/** What a person sees when the server is ready: where to go, which keys there are, how to stop. */
export function printBanner({ url, signInUrl, keys, shop }: Ready, config: Config, demo?: { rate: number }): void {
  const places = [
    ["Dashboard", paint.cyan(signInUrl)],
    ["", paint.dim("signs this browser in; works once, within the hour")],
    ...(demo ? [["Storefront", paint.cyan(`${url}/demo`)]] : []),
    ["API", paint.cyan(`${url}/docs`)],
  ]
  const ring = Object.entries(keys ?? {}).map(([kind, key]) => [
    `${kind} key`,
    `${key}  ${paint.dim(MAY[kind as keyof typeof MAY])}`,
  ])
  const facts = [
    ["Data", config.data],
    ["", paint.dim(`keys.json in there holds the keys of the shop ${shop.id}`)],
    ...(demo ? [["Traffic", demo.rate === 0 ? "none" : `${demo.rate} events per second, made up`]] : []),
    ["Stop", "Ctrl-C"],
  ]

  // One call for all blocks, so that they share the width of their first column.
  const rows = [...places, ...ring, ...facts].map(([name = "", text = ""]) => [paint.bold(name), text])
  const lines = columns(rows).split("\n")
  const blocks = [lines.splice(0, places.length), lines.splice(0, ring.length), lines].filter(block => block.length > 0)

  const ready = `ready in ${Math.round(performance.now())} ms`
  print(`\n  ${paint.bold("ShopStream")} ${manifest.version}   ${paint.green(ready)}\n`)
  print(`${blocks.map(block => block.join("\n")).join("\n\n")}\n`)
}
