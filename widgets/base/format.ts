import type { Unit } from "./reading.ts"

/** How a number is to be written. */
export interface Style {
  unit: Unit
  /** ISO 4217; money without one is written as a plain number. */
  currency?: string
  /** BCP 47; default the browser's. */
  locale?: string
  /** Short form for narrow places and axes: `$45.2K`. */
  compact?: boolean
}

/** What stands where there is no number. */
export const NO_VALUE = "—"

/**
 * A number in the reader's language. Money has the digits of its currency (¥ 0, $ 2, KD 3), percent is given as 0–100.
 *
 * @example formatValue(45234.5, { unit: "money", currency: "USD", locale: "en" }) // "$45,234.50"
 */
export function formatValue(value: number | null | undefined, style: Style): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE
  switch (style.unit) {
    case "money":
      return money(value, style)
    case "percent":
      return percent(value, style)
    case "seconds":
      return seconds(value, style)
    case "count":
      return count(value, style)
  }
}

/** Beyond this a change says only that there was next to nothing before. */
const MOST_CHANGE = 999

/** A change in percent with its sign: `+12.3%`, `−4%`, `> +999%`. */
export function formatChange(change: number, locale?: string): string {
  if (Math.abs(change) > MOST_CHANGE) return `> ${formatChange(Math.sign(change) * MOST_CHANGE, locale)}`
  const maximumFractionDigits = Math.abs(change) < 100 ? 1 : 0
  return numberFormat(locale, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits }).format(
    change / 100,
  )
}

/** How long ago, in words: `3 min ago`. */
export function formatAge(milliseconds: number, locale?: string): string {
  const relative = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "auto" })
  const age = Math.max(0, milliseconds)
  if (age < 60_000) return relative.format(-Math.round(age / 1000), "second")
  if (age < 3_600_000) return relative.format(-Math.round(age / 60_000), "minute")
  if (age < 86_400_000) return relative.format(-Math.round(age / 3_600_000), "hour")
  return relative.format(-Math.round(age / 86_400_000), "day")
}

function money(value: number, { currency, locale, compact }: Style): string {
  if (!currency) return count(value, { unit: "count", locale, compact })
  try {
    const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const
    const short = Math.abs(value) >= 1000 ? SHORT : ({ trailingZeroDisplay: "stripIfInteger" } as const)
    return numberFormat(locale, compact ? { ...style, ...short } : style).format(value)
  } catch {
    // Intl refuses a malformed currency code; the number is still worth showing.
    return `${count(value, { unit: "count", locale, compact })} ${currency}`
  }
}

const SHORT = { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 } as const

function count(value: number, { locale, compact }: Style): string {
  return numberFormat(locale, compact && Math.abs(value) >= 1000 ? SHORT : { maximumFractionDigits: 2 }).format(value)
}

function percent(value: number, { locale, compact }: Style): string {
  const minimumFractionDigits = compact ? 0 : 1
  return numberFormat(locale, { style: "percent", minimumFractionDigits, maximumFractionDigits: 1 }).format(value / 100)
}

function seconds(value: number, { locale, compact }: Style): string {
  const unit = (amount: number, name: "hour" | "minute" | "second", digits = 0) =>
    numberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: "narrow",
      maximumFractionDigits: digits,
    }).format(amount)
  if (Math.abs(value) < 60) return unit(value, "second", compact ? 0 : 1)
  const whole = Math.round(value)
  const [big, small, size] = whole < 3600 ? (["minute", "second", 60] as const) : (["hour", "minute", 3600] as const)
  const rest = Math.floor((whole % size) / (size / 60))
  return rest === 0 || compact
    ? unit(Math.floor(whole / size), big)
    : `${unit(Math.floor(whole / size), big)} ${unit(rest, small)}`
}

/** Making an Intl formatter costs a thousand times using one, and charts write many numbers. */
const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options])
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options)
  formats.set(key, format)
  return format
}
