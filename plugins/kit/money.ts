/**
 * Money is added up as integer minor units (cents), per currency, so sums are exact and currencies never mix silently.
 * The number of decimals is frozen here and not asked of `Intl`: stored numbers depend on it, and ICU changes its mind.
 */

/** Minor units per ISO 4217 currency, e.g. `{ USD: 4523450 }` is 45,234.50 US dollars. Zero entries are left out. */
export type Money = Readonly<Record<string, number>>

/** ISO 4217's "no currency": for events of direct producers without one. The collector always fills in the shop's. */
export const NO_CURRENCY = "XXX"

/** ISO 4217 minor-unit exponents other than 2. */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...[
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "UYI",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
  ].map(code => [code, 0] as const),
  ...["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map(code => [code, 3] as const),
  ...["CLF", "UYW"].map(code => [code, 4] as const),
])

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponent(currency: string): number {
  return EXPONENTS.get(currency) ?? 2
}

/** Decimal major units (`999.00`) as integer minor units (`99900`); more decimals than the currency has are rounded. */
export function toMinor(major: number, currency: string): number {
  return Math.round(major * 10 ** exponent(currency))
}

/** Integer minor units as decimal major units. */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** exponent(currency)
}

/** An amount of decimal major units as `Money`: `money(45234.5, "USD")` is `{ USD: 4523450 }`. */
export function money(major: number, currency: string): Money {
  return minorMoney(toMinor(major, currency), currency)
}

/** An amount of integer minor units as `Money`. */
export function minorMoney(minor: number, currency: string): Money {
  return minor === 0 ? {} : { [currency]: minor }
}

export function addMoney(a: Money, b: Money): Money {
  const sum: Record<string, number> = { ...a }
  for (const currency in b) {
    const total = (sum[currency] ?? 0) + b[currency]!
    if (total === 0) delete sum[currency]
    else sum[currency] = total
  }
  return sum
}

export function negateMoney(a: Money): Money {
  const negated: Record<string, number> = {}
  for (const currency in a) negated[currency] = -a[currency]!
  return negated
}

/** What a money metric reads as: decimal major units per currency. */
export type MoneyReading = Readonly<Record<string, number>>

export function readMoney(a: Money): MoneyReading {
  const reading: Record<string, number> = {}
  for (const currency in a) reading[currency] = toMajor(a[currency]!, currency)
  return reading
}
