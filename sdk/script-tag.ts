import type { Capture } from "./capture/capture.ts"
import { consent, flush, identify, init, track } from "./shopstream.ts"
import { safely, warn } from "./warn.ts"

const api = { track, identify, consent, flush, init }

/** A call made before the script came: `["track", "search", { query: "mug" }]`. */
type Call = ArrayLike<unknown>
type Method = (...given: unknown[]) => void
/** What a page may have put in the script's place: a list of calls, or an object with one in `q`. */
type Stub = Call[] | { q?: Call[] }

declare global {
  interface Window {
    shopstream?: typeof api
  }
}

/** The captures that `data-capture` names, e.g. `page ga4`. */
function named(list: string, captures: Record<string, Capture>): Capture[] {
  const names = list.split(/[\s,]+/).filter(Boolean)
  return names.flatMap(name => {
    const known = Object.keys(captures)
    if (known.includes(name)) return captures[name] ?? []
    warn(
      "data-capture",
      known.join(" ") || "shopstream.js, since the core has no captures",
      name,
      "it captures nothing",
    )
    return []
  })
}

function replay(call: Call): void {
  const [name, ...given] = Array.from(call)
  const method = Object.entries(api).find(([known]) => known === name)?.[1] as Method | undefined
  if (method) safely("queued call", () => method(...given))
  else warn("queued call", Object.keys(api).join(", "), name, "it was dropped")
}

/**
 * What the script does when a page loads it: reads its own tag, puts `window.shopstream` in place, starts if the tag
 * has a key, and makes up for the calls that came before it. Works with `defer`, with `async`, and inserted by a script.
 */
export function startFromTag(captures: Record<string, Capture>): void {
  const before = window.shopstream as Stub | undefined
  const calls = Array.isArray(before) ? before : before?.q
  if (before && !calls) {
    warn("script", "one tag on a page", "another", "the first stays in force")
    return
  }
  window.shopstream = api

  const tag = document.currentScript as HTMLScriptElement | null
  const data = tag?.dataset ?? {}
  if (tag && data.key) {
    init({
      key: data.key,
      host: data.host || new URL(tag.src || location.href).origin,
      // Any word but "granted" asks first: a misspelt "required" must not track.
      consent: (data.consent ?? "granted") === "granted" ? undefined : "required",
      captures: named(data.capture ?? "", captures),
      debug: data.debug !== undefined && data.debug !== "false",
    })
  } else if (!calls?.some(call => call[0] === "init")) {
    warn("script", 'data-key="wk_…"', data.key, "nothing is tracked until shopstream.init({ key, host })")
  }
  for (const call of calls ?? []) replay(call)
}
