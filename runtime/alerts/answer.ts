import { change } from "../../plugins/kit/index.ts"
import type { AlertRecord } from "../store/alerts.ts"
import type { Store } from "../store/store.ts"
import { chartLink } from "./notice.ts"

/** An alert as the API and the topic `alerts` tell it. */
export interface AlertAnswer extends Omit<AlertRecord, "shop"> {
  /** Percent by which the value lies above its baseline; null without one. */
  change: number | null
  /** Path of the chart in the dashboard. */
  link: string
}

export function alertAnswer(record: AlertRecord): AlertAnswer {
  const { shop: _, ...told } = record
  const { value, baseline } = record
  return {
    ...told,
    change: value === null || baseline === null ? null : change(value, baseline),
    link: chartLink("", record),
  }
}

/** What happened, newest start first; with `open`, only what is not over. */
export async function readAlerts(
  store: Pick<Store, "alerts">,
  shop: string,
  { limit, open = false }: { limit: number; open?: boolean },
): Promise<AlertAnswer[]> {
  return (await store.alerts({ shop, open, limit })).map(alertAnswer)
}
