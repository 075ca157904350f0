import { type AnyElysia, Elysia } from "elysia"
import { SOCKET_SETTINGS } from "../live/socket.ts"
import { refusals } from "./errors.ts"

export interface ServeOptions {
  /** `0` = any free one. */
  port: number
  host: string
  /** What this process answers, in the order in which it is looked for. */
  routes: readonly AnyElysia[]
  /** How long to go on answering at least when stopping, ms: a balancer needs a moment to look elsewhere. */
  linger?: number
  onTrouble(error: unknown): void
}

export interface Serving {
  url: string
  port: number
  /** Answers what is under way, and closes. The routes themselves refuse what they no longer take. */
  stop(): Promise<void>
}

/** Longest wait for requests under way when draining. */
const DRAIN_MS = 5_000
/** Seconds after which Bun closes a connection on which nothing happens; its own default of 10 cuts long polls. */
const IDLE_SECONDS = 120

/** All of a process's routes on one port. */
export function serve({ port, host, routes, linger = 0, onTrouble }: ServeOptions): Serving {
  const app = new Elysia({ websocket: SOCKET_SETTINGS, serve: { idleTimeout: IDLE_SECONDS } }).use(refusals(onTrouble))
  for (const room of routes) app.use(room)
  // Two servers on one port would each get some of the connections, and nobody would be told.
  app.listen({ port, hostname: host, reusePort: false })

  const server = app.server!
  return {
    url: `http://${reachable(host)}:${server.port}`,
    port: server.port!,
    async stop() {
      const giveUpAt = Date.now() + DRAIN_MS
      await Bun.sleep(linger)
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
