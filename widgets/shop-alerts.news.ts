import type { Alert } from "./base/alert.ts"

/** More than this at once is a number, not a list. */
const MOST = 3

/** What a screen reader should hear of a change of the list: what began and what ended, in words; "" where neither did. */
export function newsOf(before: readonly Alert[], now: readonly Alert[]): string {
  const known = new Map(before.map(({ id, status }) => [id, status]))
  const newest = before[0]?.started_at ?? ""
  // An old alert may come into the list when a newer one leaves it: that is no news.
  const begun = now.filter(({ id, status, started_at }) => !known.has(id) && status === "firing" && started_at > newest)
  const ended = now.filter(({ id, status }) => status === "resolved" && known.has(id) && known.get(id) !== "resolved")
  return [
    told(begun, ({ severity, title, message }) => `${severity} alert: ${title}. ${message}`, "alerts began"),
    told(ended, ({ title }) => `${title} is over.`, "alerts are over"),
  ]
    .filter(Boolean)
    .join(" ")
}

function told(alerts: readonly Alert[], words: (alert: Alert) => string, many: string): string {
  return alerts.length > MOST ? `${alerts.length} ${many}.` : alerts.map(words).join(" ")
}
