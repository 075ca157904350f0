import { createAccess } from "../../access/access.ts"
import { mintKey } from "../../access/keys.ts"
import { serve } from "../../http/serve.ts"
import type { Registry } from "../../pipeline/registry.ts"
import { createAnswers } from "../../query/answers.ts"
import { createInvestigate } from "../../query/investigate/investigate.ts"
import { investigateRoutes } from "../../query/investigate/routes.ts"
import { query } from "../../query/routes.ts"
import type { Store } from "../../store/store.ts"
import { RETENTION, SHOP } from "./shop.ts"

/** The reading half of an API process, on a port of its own. */
export interface Served {
  /** Every path that can be asked for, as in `/openapi.json`. */
  paths: readonly string[]
  /** @param path what follows `/api/`. @returns the status and the body; one that is no answer too */
  ask(path: string): Promise<{ status: number; body: string }>
  stop(): Promise<void>
}

/** @param clock epoch ms: the last of what is stored must be of just now */
export async function serveAnswers(store: Store, registry: Registry, clock: () => number): Promise<Served> {
  const { key, record } = mintKey(SHOP.id, "read")
  await store.saveKey(record)
  const access = await createAccess({ store, secret: crypto.randomUUID(), now: clock })
  const rooms = [
    query({ answers: createAnswers({ store, registry, clock, rev: () => "bench:0", retention: RETENTION }), access }),
    investigateRoutes({ investigate: createInvestigate({ store, registry, clock, retention: RETENTION }), access }),
  ]
  const server = serve({ port: 0, host: "127.0.0.1", routes: rooms, onTrouble: console.error })
  const headers = { authorization: `Bearer ${key}` }
  return {
    paths: rooms.flatMap(({ routes }) => routes.filter(({ method }) => method === "GET").map(({ path }) => path)),
    async ask(path) {
      const response = await fetch(`${server.url}/api/${path}`, { headers })
      return { status: response.status, body: await response.text() }
    },
    async stop() {
      await server.stop()
      access.close()
    },
  }
}
