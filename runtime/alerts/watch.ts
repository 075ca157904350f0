import type { AlertSetting, DeliveryRecord, Term } from "../store/alerts.ts"
import type { Shop, Store } from "../store/store.ts"
import { endAll, nextSteps, type Step } from "./life.ts"
import { deliveriesOf } from "./notice.ts"
import type { AlertPlugins } from "./plugins.ts"
import type { Ask } from "./readings.ts"
import { alertSettings, channelSettings, isSilenced, silencesOf } from "./settings.ts"

export interface WatchOptions extends AlertPlugins {
  store: Pick<Store, "alerts" | "saveAlerts">
  /** The lease under which this process watches; nothing is written once another has it. */
  under?: Term
  /** Origin of the dashboard, for links. */
  dashboard: string
  /** Epoch ms. */
  clock(): number
  onTrouble(error: unknown): void
}

/** Alerts that were resolved and may still be cooling. */
const LATELY = 500

/**
 * Looks at one shop once: every alert asks and judges, and what changed is saved together with what has to be told.
 * An alert that fails is named and harms no other.
 * @param settings of this shop
 * @returns whether anything changed
 */
export async function watchShop(
  shop: Shop,
  settings: readonly AlertSetting[],
  ask: Ask,
  options: WatchOptions,
): Promise<boolean> {
  const { alerts, store, clock, onTrouble } = options
  const [open, lately] = await Promise.all([
    store.alerts({ shop: shop.id, open: true, limit: LATELY }),
    store.alerts({ shop: shop.id, limit: LATELY }),
  ])
  const known = [...new Map([...lately, ...open].map(record => [record.id, record])).values()]
  const judged = await Promise.all(
    alerts.map(async plugin => {
      const own = known.filter(({ alert }) => alert === plugin.name)
      try {
        const { enabled, cooldown, config } = await alertSettings(plugin, settings)
        if (!enabled) return endAll(own, clock())
        const questions = Object.entries(plugin.asks(config))
        const readings = Object.fromEntries(
          await Promise.all(questions.map(async ([name, question]) => [name, await ask(question)] as const)),
        )
        const now = clock()
        const findings = plugin.judge({ config, now, readings })
        return nextSteps({ shop, plugin, cooldown, findings, readings, known: own, now, mint: Bun.randomUUIDv7 })
      } catch (error) {
        onTrouble(new Error(`alert ${plugin.name} of ${shop.id}: ${messageOf(error)}`))
        return []
      }
    }),
  )
  const names = new Set(alerts.map(({ name }) => name))
  const orphans = endAll(
    known.filter(({ alert }) => !names.has(alert)),
    clock(),
  )
  const steps = [...judged.flat(), ...orphans]
  if (steps.length === 0) return false
  return store.saveAlerts({
    under: options.under,
    alerts: steps.map(({ record }) => record),
    deliveries: await deliveriesFor(shop, steps, settings, options),
  })
}

async function deliveriesFor(
  shop: Shop,
  steps: readonly Step[],
  settings: readonly AlertSetting[],
  { channels, dashboard, clock, onTrouble }: WatchOptions,
): Promise<DeliveryRecord[]> {
  const now = clock()
  const silences = silencesOf(settings, now)
  const told = steps.filter(
    (step): step is Required<Step> =>
      step.event !== undefined && !isSilenced(silences, step.record.alert, step.record.subject),
  )
  if (told.length === 0) return []
  const open = await Promise.all(
    channels.map(async plugin => {
      try {
        const own = await channelSettings(plugin, settings)
        return own ? [{ plugin, settings: own }] : []
      } catch (error) {
        onTrouble(new Error(`channel ${plugin.name} of ${shop.id}: ${messageOf(error)}`))
        return []
      }
    }),
  )
  return told.flatMap(({ record, event }) =>
    deliveriesOf({ shop, record, event, dashboard, channels: open.flat(), now, mint: Bun.randomUUIDv7 }),
  )
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
