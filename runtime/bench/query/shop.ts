import type { Shop } from "../../store/store.ts"

/** The shop whose numbers are asked for. */
export const SHOP: Shop = { id: "demo", name: "Demo", currency: "USD", timezone: "UTC", browser_refunds: true }

/** As an installation keeps it that sets nothing else. */
export const RETENTION = { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 }

const DAY = 86_400_000
/** The shop's clock stands at half past six in the evening, some seconds into a minute. */
const EVENING = 18.5 * 3_600_000 + 20_000

/** All numbers of events fill the same stretch of time, so that only their number differs. */
export const SPAN_MS = DAY

/** The last evening, epoch ms: a bench at breakfast asks for as much of a day as one after dinner. */
export function lastEvening(now: number): number {
  return Math.floor((now - EVENING) / DAY) * DAY + EVENING
}
