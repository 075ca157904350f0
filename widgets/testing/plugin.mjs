/** Brings the test server up and down with the test run. Pages learn its origin from `/metrics-server.json`. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"

const bun = join(import.meta.dirname, "../../node_modules/.bin/bun")

export function metricsPlugin() {
  let child
  let origin
  return {
    name: "shopstream-metrics",
    async serverStart() {
      child = spawn(bun, [join(import.meta.dirname, "server.ts")], { stdio: ["pipe", "pipe", "inherit"] })
      const [line] = await once(child.stdout, "data")
      origin = String(line).trim()
    },
    serverStop: () => child?.stdin.end(),
    serve: ({ path }) =>
      path === "/metrics-server.json" ? { body: JSON.stringify({ origin }), type: "json" } : undefined,
  }
}
