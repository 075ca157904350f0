import { readFile } from "node:fs/promises"

/**
 * What one unit of `from` is worth in `to` on a day (`2025-01-03`): the newest rate of that day or before; undefined
 * where none is known.
 */
export type Rates = (from: string, to: string, day: string) => number | undefined

/** Knows no rate: every other currency stays unconverted. */
export const NO_RATES: Rates = () => undefined

interface Rate {
  date: string
  from: string
  to: string
  rate: number
}

const DATE = /^\d{4}-\d\d-\d\d$/
const CURRENCY = /^[A-Z]{3}$/
const HEADER = ["date", "from", "to", "rate"]

/**
 * Reads `CURRENCY_RATES_FILE`: a CSV with the header `date,from,to,rate`, or JSON, a list of such objects. A rate holds
 * from its day until the next one of the same currencies.
 * @throws Error that names the file and what is wrong with which entry
 * @example "date,from,to,rate\n2025-01-03,EUR,USD,1.0299\n"
 */
export async function readRatesFile(path: string): Promise<Rates> {
  try {
    const text = await readFile(path, "utf8")
    return createRates(text.trimStart().startsWith("[") ? fromJson(text) : fromCsv(text))
  } catch (error) {
    throw new Error(`CURRENCY_RATES_FILE ${path}: ${(error as Error).message}`)
  }
}

/** A rate that is given one way answers the other way too. */
export function createRates(rates: readonly Rate[]): Rates {
  const pairs = new Map<string, Rate[]>()
  for (const rate of [...rates].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const pair = `${rate.from} ${rate.to}`
    pairs.set(pair, [...(pairs.get(pair) ?? []), rate])
  }
  const newest = (pair: string, day: string) => pairs.get(pair)?.findLast(({ date }) => date <= day)
  return (from, to, day) => {
    if (from === to) return 1
    const [there, back] = [newest(`${from} ${to}`, day), newest(`${to} ${from}`, day)]
    if (there && !(back && back.date > there.date)) return there.rate
    return back && 1 / back.rate
  }
}

function fromJson(text: string): Rate[] {
  const entries: unknown = JSON.parse(text)
  if (!Array.isArray(entries)) throw new Error("expected a list")
  return entries.map((entry, i) => rateOf(entry ?? {}, `entry ${i + 1}`))
}

function fromCsv(text: string): Rate[] {
  const [header = "", ...lines] = text.trim().split(/\r?\n/)
  if (header.trim() !== HEADER.join(","))
    throw new Error(`expected the header ${HEADER.join(",")}, got ${header.slice(0, 80)}`)
  return lines.map((line, i) => {
    const [date, from, to, rate] = line.split(",").map(field => field.trim())
    return rateOf({ date, from, to, rate: Number(rate) }, `line ${i + 2}`)
  })
}

function rateOf({ date, from, to, rate }: Partial<Record<keyof Rate, unknown>>, where: string): Rate {
  if (typeof date !== "string" || !DATE.test(date)) throw bad(where, "date as in 2025-01-03", date)
  for (const currency of [from, to]) {
    if (typeof currency !== "string" || !CURRENCY.test(currency)) throw bad(where, "currencies as in EUR", currency)
  }
  if (typeof rate !== "number" || !(rate > 0 && rate < Number.POSITIVE_INFINITY)) throw bad(where, "rate above 0", rate)
  return { date, from: from as string, to: to as string, rate }
}

const bad = (where: string, expected: string, came: unknown): Error =>
  new Error(`${where}: expected ${expected}, got ${JSON.stringify(came)}`)
