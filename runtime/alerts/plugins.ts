import type { Alert, Channel } from "../../plugins/kit/index.ts"

/** What the alert room works with. */
export interface AlertPlugins {
  alerts: readonly Alert[]
  channels: readonly Channel[]
}
