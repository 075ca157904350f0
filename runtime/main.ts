import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { useSalt } from "../plugins/kit/aggregate/hash.ts"
import { createAccess } from "./access/access.ts"
import { bootstrap, type KeyRing } from "./access/bootstrap.ts"
import type { Config } from "./config.ts"
import { startDemoTraffic } from "./demo/demo-traffic.ts"
import { serve } from "./http/serve.ts"
import { createHub } from "./live/hub.ts"
import { createRevision } from "./live/revision.ts"
import { sqliteLog } from "./log/drivers/sqlite.ts"
import { startPipeline } from "./pipeline/pipeline.ts"
import { createRegistry } from "./pipeline/registry.ts"
import { startUpkeep } from "./pipeline/upkeep.ts"
import { loadPlugins } from "./plugins.ts"
import { createAnswers } from "./query/answers.ts"
import { sqliteStore } from "./store/drivers/sqlite.ts"
import type { Shop } from "./store/store.ts"
import { createTelemetry } from "./telemetry/telemetry.ts"

export type Role = "all" | "collector" | "worker" | "api"

/** What a process says as soon as it is open for work. */
export interface Ready {
  url: string
  /** Signs the browser in that follows it, once. */
  signInUrl: string
  /** The keys that were minted just now. */
  keys?: KeyRing
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

const OWN_PLUGINS = join(import.meta.dir, "../plugins")

/** Opens the drivers and starts every step of the walk, from the store outwards: nothing is taken that cannot be folded. */
export async function start(config: Config, { role, demo, onReady }: StartOptions): Promise<Running> {
  if (role !== "all") {
    throw new Error(`--role ${role}: expected all, because the embedded log and store live in one process`)
  }
  const clock = Date.now
  const onTrouble = (error: unknown): void => console.error(error instanceof Error ? error.message : error)
  const closing: (() => Promise<void> | void)[] = []
  const opened = <T extends { close(): Promise<void> | void }>(resource: T): T => {
    closing.unshift(() => resource.close())
    return resource
  }
  const started = <T extends { stop(): Promise<void> | void }>(service: T): T => {
    closing.unshift(() => service.stop())
    return service
  }
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0)) await close()
  }

  try {
    await mkdir(config.data, { recursive: true })
    useSalt(config.secret)
    const log = opened(await sqliteLog({ folder: config.data }))
    const store = opened(await sqliteStore({ folder: config.data }))
    const { shop, keys, fresh } = await bootstrap(store, config.data)
    const access = opened(await createAccess({ store, secret: config.secret }))
    const { plugins, failures } = await loadPlugins([OWN_PLUGINS, ...config.plugins])
    for (const { path, message } of failures) onTrouble(`plugin ${path}: ${message}`)
    const registry = createRegistry(plugins.map(({ plugin }) => plugin))
    const currencyOf = (id: string) => access.shop(id)?.currency

    const revision = createRevision()
    const answers = createAnswers({ store, registry, clock, rev: revision.current, retention: config.retention })
    const telemetry = createTelemetry()
    const hub = started(createHub({ answers, access, revision, onPushed: telemetry.onPushed, onTrouble }))
    const pipeline = started(
      await startPipeline({
        log,
        store,
        registry,
        currencyOf,
        clock,
        onTrouble,
        onCommit(result) {
          telemetry.onCommit(result)
          hub.publish(result)
        },
      }),
    )
    started(startUpkeep({ store, log, registry, currencyOf, clock, retention: config.retention, onTrouble }))

    const server = started(
      serve({
        ...{ config, log, store, access, answers, hub, pipeline, telemetry, onTrouble },
        plugins: { loaded: plugins.length, failures },
        // It shows the shop's numbers to anybody who can reach it, which is what a demo is for.
        storefront: config.environment === "development" ? { shop: shop.id, writeKey: keys.write } : undefined,
      }),
    )
    if (demo) {
      started(startDemoTraffic({ ...demo, url: server.url, key: keys.write, backfill: fresh, onTrouble }))
    }

    onReady?.({
      url: server.url,
      signInUrl: `${server.url}/?token=${access.signIns.mintLink(shop.id)}`,
      shop,
      ...(fresh ? { keys } : {}),
    })
    return { url: server.url, port: server.port, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
