import type { Point } from "../alert.ts"
import { deviations, isBeyondChance } from "./chance.ts"
import { spread } from "./robust.ts"
import type { Verdict } from "./verdict.ts"

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Hours of past days that are taken as like this one, before and after. */
const NEAR_HOURS = 1
/** Least parts that must be known for their share to say what is usual. */
const LEAST_PARTS = 30

/** How many of a whole are usually of one kind, e.g. orders among product views. */
export interface UsualShare {
  /** 0 to 1. */
  share: number
  /** By how much, relative to it, the share of whole days differs from day to day. */
  wobble: number
}

/** What was found in hours that are still in use: they are asked about every second, and grow once an hour. */
const found = new WeakMap<readonly Point[], { parts: readonly Point[]; hour: number; usual: UsualShare | undefined }>()

/**
 * What part of a whole is usual at this time of the day, from hours of the past. Undefined where too little is known.
 * @param parts whole hours, oldest first
 * @param wholes the same hours
 */
export function usualShare(parts: readonly Point[], wholes: readonly Point[], at: number): UsualShare | undefined {
  const hour = Math.floor(at / HOUR)
  const known = found.get(wholes)
  if (known?.parts === parts && known.hour === hour) return known.usual
  const usual = find(parts, wholes, hour * HOUR)
  found.set(wholes, { parts, hour, usual })
  return usual
}

function find(parts: readonly Point[], wholes: readonly Point[], at: number): UsualShare | undefined {
  const partsAt = new Map(parts.map(({ t, value }) => [t, value]))
  const days = new Map<number, { part: number; whole: number }>()
  for (const { t, value } of wholes) {
    if (hoursApart(t, at) > NEAR_HOURS) continue
    const day = days.get(Math.floor(t / DAY)) ?? { part: 0, whole: 0 }
    days.set(Math.floor(t / DAY), { part: day.part + (partsAt.get(t) ?? 0), whole: day.whole + value })
  }
  const all = [...days.values()].filter(({ whole }) => whole > 0)
  const [part, whole] = [sum(all, day => day.part), sum(all, day => day.whole)]
  if (part < LEAST_PARTS) return undefined
  const share = part / whole
  const ratios = all.map(day => day.part / day.whole / share)
  return { share, wobble: Math.sqrt(Math.max(0, spread(ratios) ** 2 - all.length / part)) }
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((total, one) => total + of(one), 0)

/** Between two times of the day, 0 to 12. */
function hoursApart(a: number, b: number): number {
  const apart = (Math.abs(a - b) % DAY) / HOUR
  return Math.min(apart, 24 - apart)
}

export interface ShareSeen {
  part: number
  whole: number
  /** 0 to 1: less than this is too little. */
  limit: number
  /** What is usual in this shop, where that is known. */
  usual?: UsualShare
}

/** Standard deviations below the shop's own usual share that are believed. */
const SIGNIFICANT = 3.75
/** A share is normal again this much above its limit, so that it does not flicker. */
const CLEAR = 1.1

/**
 * Whether a share fell below a limit. Where the shop's own usual share is known and lies above the limit, it must also lie
 * further below that than chance would put it; a shop that always lies below the limit is told so.
 */
export function belowShare({ part, whole, limit, usual }: ShareSeen): Verdict {
  if (whole <= 0) return "unknown"
  const share = part / whole
  if (share >= limit) return share >= limit * CLEAR ? "normal" : "between"
  const isSure =
    usual && usual.share > limit
      ? deviations(part, whole * usual.share, usual) < -SIGNIFICANT
      : isBeyondChance(part, whole * limit)
  return isSure ? "breach" : "between"
}
