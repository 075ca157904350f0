/**
 * Brings the test collector up and down with the test run. Pages learn its origin from `/collector.json`; it also
 * serves the minified scripts, so that a script tag is tested across origins.
 */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { startCollector } from "./collector.mjs"

const sdk = join(import.meta.dirname, "..")
const bun = join(sdk, "../node_modules/.bin/bun")

/** The script as a shop loads it, made once per run. */
function minified(entry) {
  let made
  const make = () =>
    promisify(execFile)(bun, ["build", join(sdk, entry), "--minify", "--format=iife", "--target=browser"])
  return async () => {
    made ??= make()
    return (await made).stdout
  }
}

export function collectorPlugin() {
  let collector
  return {
    name: "shopstream-collector",
    async serverStart() {
      collector = await startCollector({
        "/shopstream.js": minified("script.ts"),
        "/shopstream.core.js": minified("core.ts"),
      })
    },
    serverStop: () => collector?.close(),
    serve: ({ path }) =>
      path === "/collector.json" ? { body: JSON.stringify({ origin: collector.origin }), type: "json" } : undefined,
  }
}
