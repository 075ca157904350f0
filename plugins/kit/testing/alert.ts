import type { Alert, Finding, Reading } from "../alert.ts"
import { configOf } from "./config.ts"
import { goldenTime } from "./golden.ts"

/** When alerts are judged in tests, epoch ms: an hour after noon of the golden day. */
export const NOW = goldenTime(60)

/** An answer to a question of an alert: a value over the last hour, and what a test says besides. */
export function reading(value: number | null, more: Partial<Reading> = {}): Reading {
  return { value, from: goldenTime(0), to: NOW, elapsed: 60, series: [], top: [], ...more }
}

/**
 * Has an alert judge answers to its questions.
 * @param config what a shop set; the rest takes its defaults
 * @throws Error where the settings do not allow it
 * @example const [finding] = await findingsOf(alert, { orders: reading(0) }, { minutes: 30 })
 */
export async function findingsOf<Config, Name extends string>(
  alert: Alert<Config, Name>,
  readings: Readonly<Record<Name, Reading>>,
  config: object = {},
): Promise<readonly Finding[]> {
  return alert.judge({ config: await configOf(alert, config), now: NOW, readings })
}
