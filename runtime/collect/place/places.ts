import { readFileSync } from "node:fs"
import { getTimezone } from "countries-and-timezones"
import { type CityResponse, Reader } from "maxmind"
import type { Location } from "../../../sdk/event.ts"

/** Where a request comes from: looked up, and its address forgotten. */
export interface Places {
  /**
   * @param address of the visitor; never kept
   * @param zone the browser's IANA time zone, where it told
   */
  find(address: string, zone: string | undefined): Location | undefined
}

/**
 * Places by a MaxMind file (GeoLite2 City or Country, or one of the same form) where there is one, else by the browser's
 * time zone, which tells the country.
 * @throws Error when the file cannot be read as one
 */
export function openPlaces(file: string | undefined): Places {
  const reader = file === undefined ? undefined : open(file)
  return {
    find: (address, zone) => (reader && byAddress(reader, address)) ?? byZone(zone),
  }
}

function open(file: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(file))
  } catch (error) {
    throw new Error(
      `GEOIP_FILE: expected a MaxMind file (.mmdb), got ${file}: ${(error as Error).message}; download it again`,
    )
  }
}

function byAddress(reader: Reader<CityResponse>, address: string): Location | undefined {
  const found = lookUp(reader, address)
  const country = found?.country?.iso_code
  if (!country) return undefined
  const city = found.city?.names.en
  const region = found.subdivisions?.[0]?.names.en
  return { country, ...(city ? { city } : {}), ...(region ? { region } : {}) }
}

/** A socket without an address, as of a Unix socket, is nowhere. */
function lookUp(reader: Reader<CityResponse>, address: string): CityResponse | undefined {
  try {
    return reader.get(address) ?? undefined
  } catch {
    return undefined
  }
}

/** The library looks names up in a plain object, where "constructor" is something else. */
const ZONE = /^[A-Z]/

const zones = new Map<string, Location | undefined>()
/** IANA has about 600 names, old ones included; whatever else is sent is not remembered. */
const MOST_ZONES = 1_000

function byZone(zone: string | undefined): Location | undefined {
  if (zone === undefined) return undefined
  if (zones.has(zone)) return zones.get(zone)
  // The first country of a zone is the one it is named after: Europe/Berlin is kept in Denmark, too.
  const country = ZONE.test(zone) ? getTimezone(zone)?.countries?.[0] : undefined
  const location = country ? { country } : undefined
  if (zones.size < MOST_ZONES) zones.set(zone, location)
  return location
}
