import { systemTimer, type Timer } from "../live/timer.ts"
import type { Committed } from "../pipeline/committed.ts"
import type { Answers } from "../query/answers.ts"
import type { Term } from "../store/alerts.ts"
import type { Shop, Store } from "../store/store.ts"
import { createDispatcher, type DispatcherOptions } from "./dispatch.ts"
import type { AlertPlugins } from "./plugins.ts"
import { createReadings } from "./readings.ts"
import { watchShop } from "./watch.ts"

export interface EngineOptions extends AlertPlugins {
  store: Pick<Store, "shops" | "alerts" | "alertSettings" | "saveAlerts" | "deliveries" | "forgetAlerts">
  answers: Pick<Answers, "answer">
  /** The lease under which this process watches; nothing is written once another has it. */
  under?: Term
  /** How many days hours are kept. */
  hourDays: number
  /** How many days alerts that are over are kept. */
  keepDays: number
  /** Origin of the dashboard, for links. */
  dashboard: string
  /** What channels may use. */
  reach: DispatcherOptions["reach"]
  /** Has `listener` told of every commit, here or in other processes, until the answer is called. */
  commits(listener: (committed: Committed) => void): () => void
  /** Told when alerts changed, as if a metric named `alerts` had. */
  onChange?(committed: Committed): void
  timer?: Timer
  onTrouble(error: unknown): void
}

/** A look follows a commit at once, and looks at one shop are this far apart: within the second that is promised. */
const PAUSE_MS = 900
/** Windows move on without commits too. */
const TICK_MS = 5_000
const FORGET_MS = 3_600_000

/**
 * Watches every shop until the signal aborts: after each commit and every five seconds. To be run in one process at a
 * time; one that hung and comes back is refused what it would write by the lease that its successor has.
 * @example whileLeading(store, "alerts", holder, signal => runAlerts({ ...options, under: { lease: "alerts", holder } }, signal))
 */
export async function runAlerts(options: EngineOptions, signal: AbortSignal): Promise<void> {
  const { store, hourDays, keepDays, commits, onChange, onTrouble, timer = systemTimer } = options
  const clock = () => timer.now()
  const readings = createReadings({ answers: options.answers, clock, hourDays })
  const dispatcher = createDispatcher({ ...options, timer, clock })
  /** By shop: when it may be looked at again, and whether it is waiting for that. */
  const looks = new Map<string, { isBusy: boolean; isDue: boolean }>()
  const underWay = new Set<Promise<void>>()

  async function look(shop: Shop): Promise<void> {
    try {
      const settings = (await store.alertSettings()).filter(setting => setting.shop === shop.id)
      const isChanged = await watchShop(shop, settings, readings(shop), { ...options, clock })
      if (!isChanged) return
      onChange?.({ metrics: new Map([[shop.id, new Set(["alerts"])]]), at: clock() })
      dispatcher.wake()
    } catch (error) {
      onTrouble(error)
    }
  }

  function lookSoon(id: string): void {
    if (signal.aborted) return
    const state = looks.get(id) ?? { isBusy: false, isDue: false }
    looks.set(id, state)
    state.isDue = true
    if (state.isBusy) return
    state.isBusy = true
    state.isDue = false
    const done = shopNamed(id)
      .then(shop => shop && look(shop))
      .catch(onTrouble)
      .finally(() => underWay.delete(done))
    underWay.add(done)
    timer.after(PAUSE_MS, () => {
      void done.then(() => {
        state.isBusy = false
        if (state.isDue) lookSoon(id)
      })
    })
  }

  async function shopNamed(id: string): Promise<Shop | undefined> {
    return (await store.shops()).find(shop => shop.id === id)
  }

  async function lookAtAll(): Promise<void> {
    for (const { id } of await store.shops()) lookSoon(id)
  }

  async function forget(): Promise<void> {
    await store.forgetAlerts(new Date(clock() - keepDays * 24 * 3_600_000).toISOString())
  }

  const stops = [
    commits(({ metrics }) => {
      for (const [shop, changed] of metrics) if (changed.size > 1 || !changed.has("alerts")) lookSoon(shop)
    }),
    timer.every(TICK_MS, () => void lookAtAll().catch(onTrouble)),
    timer.every(FORGET_MS, () => void forget().catch(onTrouble)),
  ]
  await Promise.all([lookAtAll(), forget()]).catch(onTrouble)
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener("abort", resolve, { once: true }))
  for (const stop of stops) stop()
  await Promise.all(underWay)
  await dispatcher.stop()
}
