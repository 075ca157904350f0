import type { Plugin } from "../../../plugins/kit/plugin.ts"
import type { Config } from "../../config.ts"
import type { Step } from "../../query/buckets.ts"
import type { StoredMetric } from "../../query/states.ts"
import { DAY } from "../../query/window.ts"
import { dayOf, hourStart } from "../../store/calendar.ts"

/** What cannot be exported as it was asked for; the message says what can. */
export class ExportRefused extends Error {
  override name = "ExportRefused"
}

/** The first instant whose buckets are kept whole, epoch ms: minutes go by whole days of the shop. */
export function keptSince(step: Step, zone: string, retention: Config["retention"], now: number): number {
  const { minuteDays, hourDays, dayDays } = retention
  if (step === "1h") return hourStart(now - hourDays * DAY)
  return dayOf(zone, now - (step === "1m" ? minuteDays : dayDays) * DAY).start
}

/**
 * The metrics to export: those asked for, or all that have cells and the dimension.
 * @throws ExportRefused where one that was asked for has not
 */
export function storedWith(by: string, all: readonly Plugin[], asked?: readonly Plugin[]): StoredMetric[] {
  for (const metric of asked ?? []) assertExportable(metric, by)
  const found = (asked ?? all).filter(isStored).filter(metric => by === "" || dimensionsOf(metric).includes(by))
  if (found.length > 0) return found
  throw new ExportRefused(`no metric has the dimension ${by}; /api/metrics lists those of each`)
}

const isStored = (metric: Plugin): metric is StoredMetric => metric.kind !== "derived"

function assertExportable(metric: Plugin, by: string): void {
  const { name } = metric
  if (!isStored(metric)) {
    throw new ExportRefused(`${name} is computed from ${metric.of.join(" and ")} whenever it is read; export these`)
  }
  const dimensions = dimensionsOf(metric)
  if (by !== "" && !dimensions.includes(by)) {
    throw new ExportRefused(`${name} has no dimension ${by}; it has ${dimensions.join(" and ") || "none"}`)
  }
}

function dimensionsOf({ by = {} }: StoredMetric): readonly string[] {
  return Array.isArray(by) ? by : Object.keys(by)
}
