import type { AlertNotice, Channel } from "../../plugins/kit/index.ts"
import type { AlertRecord, DeliveryRecord } from "../store/alerts.ts"
import type { Shop } from "../store/store.ts"
import { type ChannelSettings, SEVERITIES } from "./settings.ts"

/** Where the dashboard shows the metric an alert is about, with some time around its window. */
export function chartLink(base: string, { metric, window }: Pick<AlertRecord, "metric" | "window">): string {
  const query = new URLSearchParams({ metric, from: window.from, to: window.to })
  return `${base}/#${query}`
}

export interface Outgoing {
  shop: Shop
  record: AlertRecord
  event: AlertNotice["event"]
  /** Origin of the dashboard. */
  dashboard: string
  channels: readonly { plugin: Channel; settings: ChannelSettings }[]
  /** Epoch ms. */
  now: number
  mint(): string
}

/** One delivery for each channel that wants to be told. */
export function deliveriesOf({ shop, record, event, dashboard, channels, now, mint }: Outgoing): DeliveryRecord[] {
  const at = new Date(now).toISOString()
  const id = mint()
  const { shop: _shop, alert: name, status: _status, updated_at: _updated, ...told } = record
  const alert = { ...told, name, link: chartLink(dashboard, record) }
  const notice: AlertNotice = { id, event, at, shop: { id: shop.id, name: shop.name }, alert }
  return channels
    .filter(({ settings }) => settings.enabled)
    .filter(({ settings }) => SEVERITIES.indexOf(record.severity) >= SEVERITIES.indexOf(settings.minimum))
    .map(({ plugin }) => ({
      ...{ id: `${id} ${plugin.name}`, shop: shop.id, alert: record.id, channel: plugin.name },
      ...{ status: "pending", attempts: 0, next_at: now, created_at: at, notice },
    }))
}
