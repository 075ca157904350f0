import { expect, test } from "bun:test"
import { iso31661 } from "iso-3166/1.js"
import { countryCode } from "./country.ts"

test("a country is its ISO code, however it was spelled", () => {
  for (const sent of ["DE", "de", "DEU", "Germany", "germany", " GERMANY ", "Deutschland", "Allemagne", "ドイツ"]) {
    expect([sent, countryCode(sent)]).toEqual([sent, "DE"])
  }
  for (const sent of ["USA", "U.S.A.", "us", "United States", "United States of America", "Vereinigte Staaten"]) {
    expect([sent, countryCode(sent)]).toEqual([sent, "US"])
  }
  for (const sent of ["UK", "United Kingdom", "Great Britain", "GBR"]) expect(countryCode(sent)).toBe("GB")
  for (const sent of ["Côte d'Ivoire", "cote d’ivoire", "Ivory Coast"]) expect(countryCode(sent)).toBe("CI")
  for (const sent of ["Trinidad & Tobago", "St. Lucia"]) expect(countryCode(sent)).toMatch(/^(TT|LC)$/)
})

test("every code and every English name of ISO stands for its own country", () => {
  const english = new Intl.DisplayNames(["en"], { type: "region" })
  for (const { alpha2, alpha3, name } of iso31661) {
    for (const sent of [alpha2, alpha2.toLowerCase(), alpha3, alpha3.toLowerCase(), name, english.of(alpha2)!]) {
      expect([sent, countryCode(sent)]).toEqual([sent, alpha2])
    }
  }
})

test("a code stays as it is, once it is one", () => {
  for (const { name } of iso31661) expect(countryCode(countryCode(name))).toBe(countryCode(name))
})

test("what is no country stays as it was sent, each time", () => {
  for (const sent of ["Atlantis", "ZZ", "Kongo", "constructor", "__proto__", " ", "D", "Bavaria"]) {
    expect([countryCode(sent), countryCode(sent)]).toEqual([sent, sent])
  }
})

test("any number of spellings is answered right, though not all are remembered", () => {
  for (let i = 0; i < 6_000; i++) expect(countryCode(`Atlantis ${i}`)).toBe(`Atlantis ${i}`)
  expect(countryCode("gErMaNy")).toBe("DE")
})
