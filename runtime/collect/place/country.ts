import { getAllCountries } from "countries-and-timezones"
import { iso31661 } from "iso-3166/1.js"

/** Whose names of countries are understood, beside English. */
const LANGUAGES = "ar cs da de el es fi fr hi hu it ja ko nb nl pl pt ro ru sv tr uk zh".split(" ")

/** Names and codes in use that no list has. */
const ALSO: Readonly<Record<string, string>> = {
  ...{ UK: "GB", "Great Britain": "GB", England: "GB", Scotland: "GB", Wales: "GB", "Northern Ireland": "GB" },
  ...{ "Czech Republic": "CZ", Holland: "NL", Macedonia: "MK", Swaziland: "SZ", Turkey: "TR", Burma: "MM" },
  // No part of ISO 3166-1, but the code that everybody uses.
  ...{ XK: "XK", XKX: "XK", Kosovo: "XK" },
}

const CODES = new Map(iso31661.map(({ alpha2 }) => [alpha2, alpha2]))

/** What was sent before, by the very text. Bounded: whatever comes when it is full is looked up anew. */
const met = new Map(CODES)
const MOST_MET = 5_000

/**
 * A country as the numbers know it: its ISO 3166-1 alpha-2 code. What is no country that we know stays as it was sent.
 * @example countryCode("Germany") // "DE", as of "germany", "DEU", "de" and "Deutschland"
 */
export function countryCode(sent: string): string {
  const known = met.get(sent)
  if (known !== undefined) return known
  names ??= readNames()
  const code = names.get(folded(sent)) ?? sent
  if (met.size < MOST_MET) met.set(sent, code)
  return code
}

/** Codes by folded names; made when the first name comes, because most shops send codes. */
let names: ReadonlyMap<string, string> | undefined

function readNames(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const ambiguous = new Set<string>()
  const add = (name: string, code: string): void => {
    const key = folded(name)
    if (found.has(key) && found.get(key) !== code) ambiguous.add(key)
    else found.set(key, code)
  }
  for (const language of ["en", ...LANGUAGES]) {
    const inLanguage = new Intl.DisplayNames([language], { type: "region" })
    for (const code of CODES.keys()) add(inLanguage.of(code) ?? code, code)
  }
  for (const { name, alpha2 } of iso31661) add(name, alpha2)
  for (const { name, id } of Object.values(getAllCountries())) add(name, id)
  // A name of two countries names neither.
  for (const name of ambiguous) found.delete(name)
  for (const { alpha2, alpha3 } of iso31661) for (const code of [alpha2, alpha3]) found.set(folded(code), alpha2)
  for (const [name, code] of Object.entries(ALSO)) found.set(folded(name), code)
  return found
}

/** The same for all spellings of a name: without case, accents, dots and the like. */
function folded(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}.'’]/gu, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/\bst\b/g, "saint")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
