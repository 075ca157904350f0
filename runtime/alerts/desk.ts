import type { Alert, Channel } from "../../plugins/kit/index.ts"
import { Refusal } from "../errors.ts"
import type { AlertRecord, AlertSetting, DeliveryRecord } from "../store/alerts.ts"
import type { Shop, Store } from "../store/store.ts"
import { attempt, type Reach } from "./dispatch.ts"
import { deliveriesOf } from "./notice.ts"
import type { AlertPlugins } from "./plugins.ts"
import {
  type AlertSettings,
  alertSettings,
  type ChannelSettings,
  channelSettings,
  checked,
  formOf,
  type SettingField,
  type Silence,
  silencesOf,
  withKeptSecrets,
  withoutSecrets,
} from "./settings.ts"

export interface DeskOptions {
  plugins: AlertPlugins
  store: Pick<Store, "alerts" | "deliveries" | "alertSettings" | "saveAlerts">
  reach: Reach
  /** Origin of the dashboard, for links. */
  dashboard: string
  /** Epoch ms. */
  clock(): number
  /** Told when a person changed an alert. */
  onChange(shop: string): void
}

/** How an alert or channel stands for a shop; secrets are hidden. */
export interface Described {
  name: string
  title: string
  description?: string
  settings: AlertSettings | ChannelSettings | null
  /** What `settings.config` may hold, for a form; absent where the plugin's schema does not say. */
  form?: SettingField[]
}

/** What people do with alerts: acknowledge, silence, set thresholds and channels, try a channel. */
export type Desk = ReturnType<typeof createDesk>

const LATELY = 1_000

export function createDesk({ plugins, store, reach, dashboard, clock, onChange }: DeskOptions) {
  const iso = (): string => new Date(clock()).toISOString()

  async function settingsOf(shop: string): Promise<AlertSetting[]> {
    return (await store.alertSettings()).filter(setting => setting.shop === shop)
  }

  async function save(setting: AlertSetting): Promise<void> {
    await store.saveAlerts({ settings: [setting] })
    onChange(setting.shop)
  }

  return {
    /** @throws Refusal not_found */
    async acknowledge(shop: Shop, id: string, by: string): Promise<AlertRecord> {
      const found = (await store.alerts({ shop: shop.id, limit: LATELY })).find(alert => alert.id === id)
      if (!found) throw new Refusal("not_found", `there is no alert ${id}; /api/alerts lists them`)
      if (found.status !== "firing") return found
      const record: AlertRecord = { ...found, status: "acknowledged", acknowledged_at: iso(), acknowledged_by: by }
      await store.saveAlerts({ alerts: [record] })
      onChange(shop.id)
      return record
    },

    async silences(shop: Shop): Promise<Silence[]> {
      return silencesOf(await settingsOf(shop.id), clock())
    },

    /** @throws Refusal bad_parameter for an alert that does not exist */
    async silence(shop: Shop, { minutes, ...asked }: Omit<Silence, "id" | "until"> & { minutes: number }) {
      if (asked.alert !== undefined) named(plugins.alerts, asked.alert)
      const silence = { id: Bun.randomUUIDv7(), ...asked, until: new Date(clock() + minutes * 60_000).toISOString() }
      await save({ shop: shop.id, kind: "silence", name: silence.id, value: silence })
      return silence
    },

    async endSilence(shop: Shop, id: string): Promise<void> {
      await save({ shop: shop.id, kind: "silence", name: id, value: null })
    },

    async settings(shop: Shop): Promise<{ alerts: Described[]; channels: Described[] }> {
      const kept = await settingsOf(shop.id)
      const { alerts, channels } = plugins
      return {
        alerts: await Promise.all(alerts.map(async plugin => describe(plugin, await alertSettings(plugin, kept)))),
        channels: await Promise.all(
          channels.map(async plugin => describe(plugin, await channelSettings(plugin, kept))),
        ),
      }
    },

    /** Absent parts stay as they are; thresholds too, one by one. @throws Refusal not_found | bad_parameter */
    async setAlert(shop: Shop, name: string, change: Partial<AlertSettings>): Promise<Described> {
      const plugin = named(plugins.alerts, name)
      const before = await alertSettings(plugin, await settingsOf(shop.id))
      const value = { ...before, ...change, config: await checked(plugin, merged(before.config, change.config)) }
      await save({ shop: shop.id, kind: "alert", name, value })
      return describe(plugin, value)
    },

    /** As `setAlert`. A secret sent as it was shown, hidden, stays as it is. */
    async setChannel(shop: Shop, name: string, change: Partial<ChannelSettings>): Promise<Described> {
      const plugin = named(plugins.channels, name)
      const before = await channelSettings(plugin, await settingsOf(shop.id))
      const sent = withKeptSecrets(plugin, change.config, before?.config)
      const config = await checked(plugin, merged(before?.config, sent))
      const value: ChannelSettings = { enabled: true, minimum: "info", ...before, ...change, config }
      await save({ shop: shop.id, kind: "channel", name, value })
      return describe(plugin, value)
    },

    /** Newest first, without what was in them. */
    async deliveries(shop: Shop, limit: number) {
      return (await store.deliveries({ shop: shop.id, limit })).map(({ notice, shop: _, ...delivery }) => ({
        ...delivery,
        event: notice.event,
        title: notice.alert.title,
      }))
    },

    /** Sends one made-up alert through a channel, now and once. @returns how that went, also kept in the delivery log */
    async test(shop: Shop, name: string): Promise<Pick<DeliveryRecord, "status" | "error">> {
      const plugin = named(plugins.channels, name)
      const settings = await channelSettings(plugin, await settingsOf(shop.id))
      if (!settings)
        throw new Refusal("bad_parameter", `${name} is not set up; PUT /api/alerts/settings/channels/${name}`)
      const channel = { plugin, settings: { ...settings, enabled: true, minimum: "info" as const } }
      const [delivery] = deliveriesOf({
        ...{ shop, record: sample(shop, iso()), event: "test", dashboard, now: clock(), mint: Bun.randomUUIDv7 },
        channels: [channel],
      })
      const tried = await attempt(delivery!, { store, reach, clock, channels: plugins.channels })
      // It is not tried again: who tests is looking now.
      const status = tried.status === "pending" ? "failed" : tried.status
      await store.saveAlerts({ deliveries: [{ ...tried, status, done_at: iso() }] })
      return { status, error: tried.error }
    },
  }
}

function describe(plugin: Alert | Channel, settings: AlertSettings | ChannelSettings | undefined): Described {
  const { name, title, description } = plugin
  const form = formOf(plugin)
  const shown = settings ? { ...settings, config: withoutSecrets(plugin, settings.config) } : null
  return { name, title, ...(description ? { description } : {}), settings: shown, ...(form ? { form } : {}) }
}

function named<P extends Alert | Channel>(plugins: readonly P[], name: string): P {
  const found = plugins.find(plugin => plugin.name === name)
  if (found) return found
  const known = plugins.map(plugin => plugin.name).join(", ")
  throw new Refusal("not_found", `there is no ${JSON.stringify(name)}; expected one of ${known}`)
}

const merged = (before: unknown, change: unknown): unknown =>
  change === undefined || isObject(change) ? { ...(isObject(before) ? before : {}), ...(change ?? {}) } : change

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

function sample(shop: Shop, at: string): AlertRecord {
  return {
    ...{ id: Bun.randomUUIDv7(), shop: shop.id, alert: "test", subject: "", title: "Test", severity: "info" },
    ...{ status: "resolved", message: "This is a test: alerts of your shop reach you here.", metric: "orders" },
    ...{ unit: "count", value: 1, baseline: 1, window: { from: at, to: at }, started_at: at, updated_at: at },
  }
}
