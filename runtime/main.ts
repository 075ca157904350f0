import type { KeyRing } from "./access/bootstrap.ts"
import type { Config } from "./config.ts"
import { startDemoTraffic } from "./demo/demo-traffic.ts"
import { serve } from "./http/serve.ts"
import { sdkRoutes } from "./pages/sdk.ts"
import { startApi } from "./roles/api.ts"
import { COLLECTOR_LINGER_MS, collectorRoutes } from "./roles/collector.ts"
import { openLog } from "./roles/ends.ts"
import { layGround } from "./roles/ground.ts"
import { Lifetime } from "./roles/lifetime.ts"
import { operationsRoutes } from "./roles/operations.ts"
import { assertPossible, partsOf, type Role } from "./roles/role.ts"
import { startWorker } from "./roles/worker.ts"
import type { Shop } from "./store/store.ts"

/** What a process says as soon as it is open for work. */
export interface Ready {
  role: Role
  url: string
  /** Signs the browser in that follows it, once; absent where the process has no pages. */
  signInUrl?: string
  /** The keys that were minted just now. */
  keys?: Partial<KeyRing>
  shop: Shop
}

export interface StartOptions {
  role: Role
  /** Made-up shoppers, events per second. */
  demo?: { rate: number }
  onReady?(ready: Ready): void
}

export interface Running {
  url: string
  port: number
  /** Stops taking, finishes what was taken, commits, and lets go of everything. */
  stop(): Promise<void>
}

/** Starts the steps of the walk that the role has, from the store outwards: nothing is taken that cannot be folded. */
export async function start(config: Config, { role, demo, onReady }: StartOptions): Promise<Running> {
  assertPossible(role, config)
  const parts = partsOf(role)
  const lifetime = new Lifetime()
  try {
    const ground = await layGround(config, role, lifetime)
    const log = parts.collector || parts.worker ? lifetime.opened(await openLog(config)) : undefined
    const api = parts.api ? await startApi(ground) : undefined
    const { shop, keys, fresh } = ground.installation
    const settled = Promise.withResolvers<void>()
    const pipeline =
      parts.worker && log
        ? await startWorker(ground, log, committed => api?.hub.publish(committed), settled.promise)
        : undefined

    const server = lifetime.started(
      serve({
        ...config,
        routes: [
          ...(parts.collector && log ? collectorRoutes(ground, log, api?.onTail) : []),
          operationsRoutes(ground, { log, pipeline, ...api }),
          ...(api?.routes ?? (parts.collector ? [sdkRoutes(config)] : [])),
        ],
        linger: role === "collector" ? COLLECTOR_LINGER_MS : 0,
        onTrouble: ground.onTrouble,
      }),
    )
    api?.warm().catch(ground.onTrouble)

    if (demo && keys.write) {
      const { onTrouble } = ground
      const traffic = startDemoTraffic({ ...demo, url: server.url, key: keys.write, backfill: fresh, onTrouble })
      void lifetime.started(traffic).filled.then(settled.resolve)
    } else settled.resolve()
    onReady?.({
      ...{ role, url: server.url, shop },
      ...(api && { signInUrl: `${server.url}/?token=${ground.access.signIns.mintLink(shop.id)}` }),
      ...(fresh && { keys }),
    })
    return { url: server.url, port: server.port, stop: () => lifetime.end() }
  } catch (error) {
    await lifetime.end()
    throw error
  }
}
