import { html, nothing, svg } from "lit"
import { formatValue } from "../base/format.ts"
import type { Unit } from "../base/reading.ts"
import { formatMoment } from "../base/time.ts"
import { isGood, isLowerBetter } from "../base/words.ts"

/** How far the shop is with one goal, as the topic `goals` tells it. */
export interface GoalProgress {
  metric: string
  title: string
  unit: Unit
  /** ISO 4217; with `unit: "money"`. */
  currency?: string
  period: "day" | "week" | "month"
  /** The running period, ISO 8601; `to` is where the next begins. */
  from: string
  to: string
  target: number
  /** So far; null where there is no answer. */
  value: number | null
  /** What of the target is due by now. */
  expected: number
  /** `value` of `target`. */
  percent: number | null
}

export const PERIODS: readonly { period: GoalProgress["period"]; each: string; running: string }[] = [
  { period: "day", each: "Each day", running: "Today" },
  { period: "week", each: "Each week", running: "This week" },
  { period: "month", each: "Each month", running: "This month" },
]

export const runningName = (period: GoalProgress["period"]) => PERIODS.find(one => one.period === period)!.running

/** Where a goal stands, in a word for the reader and a tone that goes with it. */
export function standing({ metric, value, target, expected }: GoalProgress): { word: string; tone: string } {
  if (value === null) return { word: "No answer yet", tone: "" }
  const isLower = isLowerBetter(metric)
  if (isGood(value - expected, metric) === false) return { word: isLower ? "Too high" : "Behind", tone: "warn" }
  // What had better stay low is never reached: it may rise again until the period ends.
  return value >= target && !isLower ? { word: "Reached", tone: "good" } : { word: "On track", tone: "good" }
}

/** One goal: its numbers, its bar, and in words what the bar shows. @param remove absent = the reader may not */
export function goalProgress(goal: GoalProgress, locale?: string, remove?: () => void) {
  const { metric, title, unit, currency, period, to, target, value, expected, percent } = goal
  const write = (amount: number | null) => formatValue(amount, { unit, currency, locale })
  const { word, tone } = standing(goal)
  const due = isLowerBetter(metric) ? "at most" : "expected by now"
  return html`<li class="goal">
    <p class="goal-head">
      <span><b>${title}</b> <span class="faint">${runningName(period)}</span></span>
      <span><b>${write(value)}</b> of ${write(target)}</span>
    </p>
    ${bar(percent, (expected / target) * 100)}
    <p class="goal-foot">
      <span class="tag ${tone}">${word}</span>
      <span>${formatValue(percent, { unit: "percent", locale })}</span>
      <span class="faint due">${due} ${write(expected)} · ends ${formatMoment(Date.parse(to), locale)}</span>
      ${
        remove
          ? html`<button class="secondary" aria-label="Remove the goal ${title}, ${runningName(period)}" @click=${remove}>Remove</button>`
          : nothing
      }
    </p>
  </li>`
}

const upTo100 = (percent: number) => Math.max(0, Math.min(100, percent))

/** A drawing, as a strict content security policy refuses widths in the markup. All it shows stands beside it in words. */
function bar(percent: number | null, expected: number) {
  const tick = upTo100(expected)
  return html`<svg class="goal-bar" width="100%" height="16" aria-hidden="true">
    ${svg`
      <rect y="4" width="100%" height="8" rx="4" />
      <rect class="filled" y="4" width="${upTo100(percent ?? 0)}%" height="8" rx="4" />
      <line x1="${tick}%" x2="${tick}%" y2="16" />
    `}
  </svg>`
}
