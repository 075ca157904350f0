import type { Alert, Channel } from "../../plugins/kit/index.ts"

/** What the alert room works with; in development each may be another list from one moment to the next. */
export interface AlertPlugins {
  alerts: readonly Alert[]
  channels: readonly Channel[]
}
