import { expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openPlaces } from "./places.ts"
import { mmdb } from "./testing/mmdb.ts"

test("a time zone tells the country, by its old names too", () => {
  const { find } = openPlaces(undefined)
  expect(find("203.0.113.7", "Europe/Berlin")).toEqual({ country: "DE" })
  expect(find("203.0.113.7", "Asia/Calcutta")).toEqual({ country: "IN" })
  expect(find("203.0.113.7", "US/Pacific")).toEqual({ country: "US" })
})

test("what is no zone, or one of no country, tells nothing", () => {
  const { find } = openPlaces(undefined)
  for (const zone of [undefined, "", "UTC", "Etc/GMT+3", "Mars/Olympus", "__proto__", "constructor"]) {
    expect(find("203.0.113.7", zone)).toBeUndefined()
  }
})

test("a MaxMind file tells country, region and city, and the zone what it does not know", () => {
  const folder = mkdtempSync(join(tmpdir(), "places-"))
  try {
    const file = join(folder, "test.mmdb")
    const named = (en: string) => ({ names: { en } })
    writeFileSync(
      file,
      mmdb({
        "203.0.113.0/24": {
          country: { iso_code: "JP" },
          city: named("Kyoto"),
          subdivisions: [named("Kyoto Prefecture")],
        },
        "198.51.100.0/24": { country: { iso_code: "BR" } },
      }),
    )
    const { find } = openPlaces(file)
    expect(find("203.0.113.200", "Europe/Berlin")).toEqual({ country: "JP", city: "Kyoto", region: "Kyoto Prefecture" })
    expect(find("198.51.100.1", undefined)).toEqual({ country: "BR" })
    expect(find("192.0.2.1", "Europe/Berlin")).toEqual({ country: "DE" })
    expect(find("", "Europe/Berlin")).toEqual({ country: "DE" })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("a file that is none is named, with what to do", () => {
  expect(() => openPlaces(import.meta.path)).toThrow(/GEOIP_FILE: expected a MaxMind file/)
  expect(() => openPlaces("/nowhere.mmdb")).toThrow(/GEOIP_FILE: expected a MaxMind file.*nowhere/)
})
