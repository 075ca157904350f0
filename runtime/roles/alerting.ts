import type { AnyElysia } from "elysia"
import { createDesk } from "../alerts/desk.ts"
import type { Reach } from "../alerts/dispatch.ts"
import { runAlerts } from "../alerts/engine.ts"
import { publicOr } from "../alerts/reach/address.ts"
import { createMail } from "../alerts/reach/mail.ts"
import { createPost } from "../alerts/reach/post.ts"
import { alertRoutes } from "../alerts/routes.ts"
import type { Config } from "../config.ts"
import type { Committed, CommittedListener } from "../pipeline/committed.ts"
import { createAnswers } from "../query/answers.ts"
import type { Ground } from "./ground.ts"
import { whileLeading } from "./singleton.ts"

const LEASE_NAME = "alerts"

/** Alerts that are over are kept as long as the hours that show why. */
const keepDays = (config: Config): number => config.retention.hourDays

/**
 * Watches the shops, in one of all workers.
 * @param commits has a listener told of every commit on the store, whoever made it
 * @param onChange told when alerts changed
 * @param settled resolves when they may begin
 */
export function startAlerting(
  ground: Ground,
  commits: (listener: CommittedListener) => () => void,
  onChange: CommittedListener,
  settled: Promise<void>,
): void {
  const { config, lifetime, store, plugins, holder, rates, clock, onTrouble } = ground
  const { retention } = config
  const common = {
    ...{ store, commits, onChange, onTrouble, hourDays: retention.hourDays, keepDays: keepDays(config) },
    ...{ dashboard: dashboardOf(config), reach: reachOf(config), under: { lease: LEASE_NAME, holder } },
  }
  /** What the engine knows is in the store, so it begins anew whenever there are other plugins. */
  async function watch(signal: AbortSignal): Promise<void> {
    await Promise.race([settled, ended(signal)])
    while (!signal.aborted) {
      const { registry, alerts, channels } = plugins
      const answers = createAnswers({ store, registry, clock, rev: () => "alerts:0", retention, rates })
      const replaced = new AbortController()
      const stop = plugins.onReplaced(() => replaced.abort())
      await runAlerts({ ...common, answers, alerts, channels }, AbortSignal.any([signal, replaced.signal]))
      stop()
    }
  }
  lifetime.started(whileLeading(store, LEASE_NAME, holder, watch, { onTrouble }))
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener("abort", () => resolve(), { once: true })
  })

/** What people do with alerts. @param onChange told when a person changed one */
export function alertingRoutes(ground: Ground, onChange: CommittedListener): AnyElysia {
  const { config, store, access, plugins, clock, onTrouble } = ground
  const desk = createDesk({
    ...{ store, clock, plugins, dashboard: dashboardOf(config), reach: reachOf(config) },
    onChange: shop => onChange(alertsChanged(shop, clock())),
  })
  return alertRoutes({ desk, store, access, report: onTrouble })
}

const alertsChanged = (shop: string, at: number): Committed => ({ at, metrics: new Map([[shop, new Set(["alerts"])]]) })

function reachOf({ webhookNetworks, smtpUrl }: Config): Reach {
  return {
    post: createPost({ mayReach: publicOr(webhookNetworks) }),
    mail: createMail(smtpUrl),
    log: line => console.log(line),
  }
}

/** Where links in notices lead. A port that is picked at start is not known here: then they are paths only. */
function dashboardOf({ frontendUrls, host, port }: Config): string {
  const [elsewhere] = frontendUrls
  if (elsewhere !== undefined) return elsewhere
  return port === 0 ? "" : `http://${host === "0.0.0.0" ? "localhost" : host}:${port}`
}
