import { Elysia } from "elysia"
import type { RunningAccess } from "../access/access.ts"
import { openReads } from "../access/cors.ts"
import { accessRoutes } from "../access/routes.ts"
import { collect } from "../collect/route.ts"
import type { Config } from "../config.ts"
import type { Hub } from "../live/hub.ts"
import { live, SOCKET_SETTINGS } from "../live/socket.ts"
import type { Log } from "../log/log.ts"
import manifest from "../package.json" with { type: "json" }
import { createAssets } from "../pages/assets.ts"
import { docsRoutes } from "../pages/docs.ts"
import { pageRoutes } from "../pages/routes.ts"
import { demoStorefront } from "../pages/storefront.ts"
import type { Pipeline } from "../pipeline/pipeline.ts"
import type { LoadFailure } from "../plugins.ts"
import type { Answers } from "../query/answers.ts"
import { query } from "../query/routes.ts"
import type { Store } from "../store/store.ts"
import { readiness } from "../telemetry/readiness.ts"
import { telemetryRoutes } from "../telemetry/routes.ts"
import type { Telemetry } from "../telemetry/telemetry.ts"
import { refusals } from "./errors.ts"

export interface ServeOptions {
  config: Config
  log: Log
  store: Store
  access: RunningAccess
  answers: Answers
  hub: Hub
  pipeline: Pipeline
  telemetry: Telemetry
  plugins: { loaded: number; failures: readonly LoadFailure[] }
  /** The shop that `/demo` sells for, and its public key; absent = there is no demo storefront. */
  storefront?: { shop: string; writeKey: string }
  onTrouble(error: unknown): void
}

export interface Serving {
  url: string
  port: number
  /** Refuses new events, answers what is under way, and closes. */
  stop(): Promise<void>
}

/** Longest wait for requests under way when draining. */
const DRAIN_MS = 5_000
/** Seconds after which Bun closes a connection on which nothing happens; its own default of 10 cuts long polls. */
const IDLE_SECONDS = 120

/** Every route on one port: the collector, the API, the socket, the pages. */
export function serve(options: ServeOptions): Serving {
  const { config, access, answers, hub, telemetry, plugins, storefront, onTrouble: report } = options
  let isDraining = false
  const draining = (): boolean => isDraining
  const demo = storefront && demoStorefront(config.secret, storefront.shop, storefront.writeKey)
  const assets = createAssets({ development: config.environment === "development" })
  const ready = () =>
    readiness({ ...options, plugins, version: manifest.version, draining, onTrouble: options.onTrouble })

  const app = new Elysia({ websocket: SOCKET_SETTINGS, serve: { idleTimeout: IDLE_SECONDS } })
    .use(refusals(report))
    .use(openReads())
    .use(collect({ ...options, ...config, draining, report, onTail: telemetry.onTail }))
    .use(query({ answers, access, report }))
    .use(live({ hub, access, report }))
    .use(accessRoutes(access))
    .use(telemetryRoutes({ telemetry, ready, live: hub.counts }))
    .use(docsRoutes(manifest.version))
    .use(pageRoutes({ assets, access, storefront: demo }))
    // Two servers on one port would each get some of the connections, and nobody would be told.
    .listen({ port: config.port, hostname: config.host, reusePort: false })

  const server = app.server!
  // Bundled now and in the background, so that the first visitor need not wait.
  assets.warm().catch(report)
  return {
    url: `http://${reachable(config.host)}:${server.port}`,
    port: server.port!,
    async stop() {
      isDraining = true
      const giveUpAt = Date.now() + DRAIN_MS
      while (server.pendingRequests > 0 && Date.now() < giveUpAt) await Bun.sleep(10)
      await server.stop(true)
    },
  }
}

/** A host that a browser on this machine can open: "all addresses" is none. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1"
  return host.includes(":") ? `[${host}]` : host
}
