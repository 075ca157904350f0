import { type Alert, rankOf } from "../../base/alert.ts"

/** What a dashboard knows of alerts: how bad each was, by its id. */
export type Known = ReadonlyMap<string, number>

/** Alerts that began, or got worse, since what was known. */
export function fresh(known: Known, alerts: readonly Alert[]): Alert[] {
  return alerts.filter(alert => alert.status === "firing" && rankOf(alert) > (known.get(alert.id) ?? -1))
}

export const known = (alerts: readonly Alert[]): Known => new Map(alerts.map(alert => [alert.id, rankOf(alert)]))
