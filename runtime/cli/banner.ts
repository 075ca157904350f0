import type { Config } from "../config.ts"
import manifest from "../package.json" with { type: "json" }
import type { Ready } from "./running.ts"
import { columns, paint, print } from "./terminal.ts"

const MAY: Record<keyof NonNullable<Ready["keys"]>, string> = {
  write: "sends events from browsers; public",
  ingest: "sends events from servers",
  read: "reads numbers",
  admin: "reads and manages",
}

/** What a person sees when the server is ready: where to go, which keys there are, how to stop. */
export function printBanner(ready: Ready, config: Config, demo?: { rate: number }): void {
  const milliseconds = Math.round(performance.now())
  const places = [
    ["Dashboard", paint.cyan(ready.signInUrl)],
    ["", paint.dim("signs this browser in; works once, within the hour")],
    ...(demo ? [["Storefront", paint.cyan(`${ready.url}/demo`)]] : []),
    ["API", paint.cyan(`${ready.url}/docs`)],
  ]
  const facts = [
    ...(demo ? [["Traffic", demo.rate === 0 ? "none" : `${demo.rate} events per second, made up`]] : []),
    ["Data", config.data],
    ["Stop", "Ctrl-C"],
  ]
  // One width for the first column of all blocks.
  const lines = columns([...places, ...facts].map(([name = "", ...rest]) => [paint.bold(name), ...rest])).split("\n")

  print(`\n  ${paint.bold("ShopStream")} ${manifest.version}   ${paint.green(`ready in ${milliseconds} ms`)}\n`)
  print(lines.slice(0, places.length).join("\n"))
  if (ready.keys) {
    print(`\n  ${paint.bold(`Keys of the shop ${ready.shop.id}`)} ${paint.dim("also in keys.json in the data folder")}`)
    print(
      columns(Object.entries(ready.keys).map(([kind, key]) => [kind, key, paint.dim(MAY[kind as keyof typeof MAY])])),
    )
  }
  print(`\n${lines.slice(places.length).join("\n")}\n`)
}
