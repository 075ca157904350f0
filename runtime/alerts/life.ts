import type { Alert, AlertNotice, Finding, Reading } from "../../plugins/kit/index.ts"
import type { AlertRecord } from "../store/alerts.ts"
import type { Shop } from "../store/store.ts"
import { SEVERITIES } from "./settings.ts"

/** After so long without a word on it, an alert is over: a shop that closed for good must not stay red. */
const FORGOTTEN_MS = 24 * 3_600_000
/** A firing alert's numbers are brought up to date this often; its beginning and end at once. */
const REFRESH_MS = 10_000

export interface Moment {
  shop: Shop
  plugin: Alert
  /** Minutes. */
  cooldown: number
  findings: readonly Finding[]
  readings: Readonly<Record<string, Reading>>
  /** Of this shop and plugin: those that are not resolved, and those resolved lately. */
  known: readonly AlertRecord[]
  /** Epoch ms. */
  now: number
  mint(): string
}

/** A change in an alert's life; `event` where people should be told. */
export interface Step {
  record: AlertRecord
  event?: AlertNotice["event"]
}

/** Takes what an alert finds now into the lives of what it found before. Pure but for `mint`. */
export function nextSteps(moment: Moment): Step[] {
  const { findings, known, now } = moment
  const open = known.filter(({ status }) => status !== "resolved")
  const steps = findings.flatMap(finding => {
    const record = open.find(({ subject }) => subject === (finding.subject ?? ""))
    return record ? goOn(record, finding, moment) : begin(finding, moment)
  })
  const spoken = new Set(findings.map(({ subject = "" }) => subject))
  const silent = open.filter(({ subject }) => !spoken.has(subject)).map(record => resolved(record, now))
  return [...steps, ...silent]
}

/** Ends whatever is open, without a word: the alert was switched off, or its plugin is gone. */
export function endAll(known: readonly AlertRecord[], now: number): Step[] {
  return known.filter(({ status }) => status !== "resolved").map(record => ({ record: resolved(record, now).record }))
}

function begin(finding: Finding, moment: Moment): Step[] {
  const { plugin, shop, known, cooldown, now, mint } = moment
  const subject = finding.subject ?? ""
  const isCooling = known.some(
    record =>
      record.subject === subject &&
      record.resolved_at !== undefined &&
      now - Date.parse(record.resolved_at) < cooldown * 60_000,
  )
  if (finding.verdict !== "breach" || isCooling) return []
  const at = new Date(now).toISOString()
  const record: AlertRecord = {
    ...{ id: mint(), shop: shop.id, alert: plugin.name, subject, title: plugin.title },
    ...{ metric: plugin.metric, unit: plugin.unit },
    ...(plugin.unit === "money" ? { currency: shop.currency } : {}),
    ...{ status: "firing", started_at: at },
    ...seen(finding, moment),
  }
  return [{ record, event: "firing" }]
}

function goOn(record: AlertRecord, finding: Finding, moment: Moment): Step[] {
  const { now } = moment
  const age = now - Date.parse(record.updated_at)
  if (finding.verdict === "normal") return [resolved({ ...record, value: finding.value }, now)]
  if (finding.verdict !== "breach") return age > FORGOTTEN_MS ? [resolved(record, now)] : []
  const next = { ...record, ...seen(finding, moment) }
  if (SEVERITIES.indexOf(next.severity) > SEVERITIES.indexOf(record.severity)) {
    return [{ record: next, event: "escalated" }]
  }
  // What was critical stays so until its end: it must not look as if it got better by itself.
  return age >= REFRESH_MS ? [{ record: { ...next, severity: record.severity } }] : []
}

function seen(finding: Finding, { plugin, readings, now }: Moment) {
  const window = finding.window ?? Object.values(readings)[0]
  const iso = (at: number): string => new Date(at).toISOString()
  return {
    severity: finding.severity ?? plugin.severity,
    message: finding.message,
    value: finding.value,
    baseline: finding.baseline,
    window: { from: iso(window?.from ?? now), to: iso(Math.min(window?.to ?? now, now)) },
    updated_at: iso(now),
  }
}

function resolved(record: AlertRecord, now: number): Step {
  const at = new Date(now).toISOString()
  return { record: { ...record, status: "resolved", updated_at: at, resolved_at: at }, event: "resolved" }
}
