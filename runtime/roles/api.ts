import type { AnyElysia } from "elysia"
import { openReads } from "../access/cors.ts"
import { accessRoutes } from "../access/routes.ts"
import { createHub, type Hub } from "../live/hub.ts"
import { committedOf, refused } from "../live/notices.ts"
import { createRevision } from "../live/revision.ts"
import { live } from "../live/socket.ts"
import { createMemoDesk, type MemoDesk } from "../memos/desk.ts"
import { memoRoutes } from "../memos/routes.ts"
import manifest from "../package.json" with { type: "json" }
import { createAssets } from "../pages/assets.ts"
import { docsRoutes } from "../pages/docs.ts"
import { createPluginWidgets } from "../pages/plugin-widgets.ts"
import { pageRoutes } from "../pages/routes.ts"
import { demoStorefront } from "../pages/storefront.ts"
import type { CommittedListener } from "../pipeline/committed.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { CurrentPlugins } from "../plugins/current.ts"
import { pluginRoutes } from "../plugins/routes.ts"
import { type Answers, createAnswers } from "../query/answers.ts"
import { createInvestigate } from "../query/investigate/investigate.ts"
import { investigateRoutes } from "../query/investigate/routes.ts"
import { query } from "../query/routes.ts"
import { type Collected, createEventTail } from "../query/tail.ts"
import type { Watch } from "../store/store.ts"
import { alertingRoutes } from "./alerting.ts"
import { isShared } from "./ends.ts"
import type { Ground } from "./ground.ts"

export interface Api {
  hub: Hub
  /** How commits of other processes are heard of; absent where there can be none. */
  watch?: Watch
  /** To be told what the collector of this process took and refused, where it has one. */
  onTail(collected: Collected): void
  routes: AnyElysia[]
  /** Bundles what is served, so that the first visitor need not wait. */
  warm(): Promise<void>
}

/** Answers history and pushes what commits, here or in any other process; serves the pages. */
export async function startApi(ground: Ground): Promise<Api> {
  const { config, lifetime, store, plugins, access, telemetry, rates, clock, onTrouble } = ground
  const revision = createRevision()
  const { retention } = config
  const tail = createEventTail()
  const answers = current(plugins, registry =>
    createAnswers({ store, registry, clock, rev: revision.current, retention, rates, tail }),
  )
  const investigate = createInvestigate({ store, registry: plugins.registry, clock, retention })
  const hub = lifetime.started(createHub({ answers, access, revision, onPushed: telemetry.onPushed, onTrouble }))
  plugins.onReplaced(hub.refresh)
  const watch = isShared(config)
    ? lifetime.started(
        await store.watch(notice => {
          for (const { shop, at, rejection } of notice.rejected ?? []) {
            tail.take({ shop, accepted: [], rejected: [rejection] }, at)
          }
          hub.publish(committedOf(notice))
        }),
      )
    : undefined
  const development = config.environment === "development"
  const pluginWidgets = createPluginWidgets({
    development,
    widgets: () => plugins.widgets,
    onBundled(widget, error) {
      plugins.health.onBundled(widget, error)
      if (error !== undefined) onTrouble(error)
    },
  })
  plugins.onReplaced(() => void pluginWidgets.warm())
  const assets = createAssets({ development, pluginWidgets })
  return {
    hub,
    watch,
    warm: assets.warm,
    onTail(collected) {
      const at = clock()
      tail.take(collected, at)
      // What was accepted is told of when it commits.
      if (collected.rejected.length > 0) hub.publish(refused(collected, at))
    },
    routes: [
      openReads(),
      query({ answers, access, report: onTrouble }),
      investigateRoutes({ investigate, access, report: onTrouble }),
      live({ hub, access, report: onTrouble }),
      alertingRoutes(ground, hub.publish),
      memoRoutes({ desk: memoDesk(ground, hub.publish), access, report: onTrouble }),
      pluginRoutes({ health: plugins.health, access, report: onTrouble }),
      accessRoutes(access),
      docsRoutes(manifest.version),
      pageRoutes({ assets, access, storefront: storefront(ground) }),
    ],
  }
}

/** Answers with the plugins that there are when a question comes, and with the same ones to its end. */
function current(plugins: CurrentPlugins, answersWith: (registry: Registry) => Answers): Answers {
  let answers = answersWith(plugins.registry)
  plugins.onReplaced(() => {
    answers = answersWith(plugins.registry)
  })
  return {
    panels: answers.panels,
    answer: (...question) => answers.answer(...question),
    metricsBehind: path => answers.metricsBehind(path),
  }
}

/** It shows the shop's numbers to anybody who can reach it, which is what a demo is for; and it sells by one process. */
function storefront({ role, config, installation }: Ground): (() => Promise<string>) | undefined {
  const { shop, keys } = installation
  if (role !== "all" || config.environment !== "development" || keys.write === undefined) return undefined
  return demoStorefront(config.secret, shop.id, keys.write)
}

/** What people write here is told to the sockets here, and at once to the other processes. */
function memoDesk({ store, plugins, clock, onTrouble }: Ground, publish: CommittedListener): MemoDesk {
  return createMemoDesk({
    store,
    registry: () => plugins.registry,
    onChange(shop, what) {
      const at = clock()
      publish({ at, metrics: new Map([[shop, new Set([what])]]) })
      store.announce({ at, metrics: { [shop]: [what] } }).catch(onTrouble)
    },
  })
}
