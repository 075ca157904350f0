import {
  ALERT_STATUSES,
  type AlertBook,
  type AlertRecord,
  type AlertSetting,
  type DeliveryRecord,
  type Term,
} from "../../alerts.ts"

/** What of alerts a memory store holds, each by its id. */
export class AlertContents {
  alerts = new Map<string, AlertRecord>()
  deliveries = new Map<string, DeliveryRecord>()
  settings = new Map<string, AlertSetting>()

  copy(): AlertContents {
    return Object.assign(new AlertContents(), {
      alerts: new Map(this.alerts),
      deliveries: new Map(this.deliveries),
      settings: new Map(this.settings),
    })
  }
}

const newest = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

const isBehind = (a: AlertRecord, b: AlertRecord): boolean =>
  ALERT_STATUSES.indexOf(a.status) < ALERT_STATUSES.indexOf(b.status)

/** @param change changes a copy of the contents, and keeps it unless that fails; `lasts` says whether a term is not over */
export function memoryAlerts(
  current: () => AlertContents,
  change: <T>(work: (draft: AlertContents, lasts: (term: Term) => boolean) => T) => Promise<T>,
): AlertBook {
  return {
    async alerts({ shop, open, limit }) {
      return structuredClone(
        [...current().alerts.values()]
          .filter(alert => (shop === undefined || alert.shop === shop) && !(open && alert.status === "resolved"))
          .sort((a, b) => newest(a.started_at, b.started_at) || newest(a.id, b.id))
          .slice(0, limit),
      )
    },
    async deliveries({ shop, due, limit }) {
      return structuredClone(
        [...current().deliveries.values()]
          .filter(delivery => shop === undefined || delivery.shop === shop)
          .filter(({ status, next_at }) => due === undefined || (status === "pending" && next_at <= due))
          .sort((a, b) =>
            due === undefined ? newest(a.created_at, b.created_at) || newest(a.id, b.id) : a.next_at - b.next_at,
          )
          .slice(0, limit),
      )
    },
    alertSettings: async () => structuredClone([...current().settings.values()]),
    saveAlerts: ({ under, alerts = [], deliveries = [], settings = [] }) =>
      change((draft, lasts) => {
        if (under && !lasts(under)) return false
        for (const alert of alerts) {
          const kept = draft.alerts.get(alert.id)
          if (!kept || !isBehind(alert, kept)) draft.alerts.set(alert.id, structuredClone(alert))
        }
        for (const delivery of deliveries) draft.deliveries.set(delivery.id, structuredClone(delivery))
        for (const setting of settings) {
          const key = JSON.stringify([setting.shop, setting.kind, setting.name])
          if (setting.value === null) draft.settings.delete(key)
          else draft.settings.set(key, structuredClone(setting))
        }
        return true
      }),
    forgetAlerts: before =>
      change(draft => {
        for (const [id, alert] of draft.alerts) {
          if (alert.status === "resolved" && alert.started_at < before) draft.alerts.delete(id)
        }
        for (const [id, delivery] of draft.deliveries) {
          if (delivery.status !== "pending" && delivery.created_at < before) draft.deliveries.delete(id)
        }
      }),
  }
}
