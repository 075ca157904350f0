import type { Campaign, Location } from "../../sdk/event.ts"
import { pair } from "./pair.ts"

/** Where somebody came from. A campaign travels on every event of its session, so any of them tells. */
export interface Touch {
  source?: string
  medium?: string
}

export interface Place {
  country?: string
  city?: string
}

/** Keys by dimension; undefined leaves the dimension out. */
export type Keys = Readonly<Record<string, string | undefined>>

export function touchOf(campaign: Campaign | undefined): Touch | undefined {
  if (!campaign?.source && !campaign?.medium) return undefined
  const { source, medium } = campaign
  return { ...(source ? { source } : {}), ...(medium ? { medium } : {}) }
}

export function placeOf(location: Location | undefined): Place {
  const { country, city } = location ?? {}
  return { ...(country ? { country } : {}), ...(city ? { city } : {}) }
}

/** Dimensions of where somebody came from. Who typed the address in came `direct`, by medium `none`. */
export const TOUCH_DIMENSIONS = ["source", "medium", "source,medium"] as const

export function keysOfTouch(touch: Touch | undefined): Keys {
  const { source = touch ? "unknown" : "direct", medium = touch ? "unknown" : "none" } = touch ?? {}
  return { source, medium, "source,medium": pair(source, medium) }
}

/** Dimensions of where somebody is. */
export const PLACE_DIMENSIONS = ["country", "city", "country,city"] as const

export function keysOfPlace({ country, city }: Place): Keys {
  return { country, city, "country,city": pair(country, city) }
}
