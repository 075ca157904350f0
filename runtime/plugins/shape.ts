import { monoidOf } from "../../plugins/kit/monoid.ts"
import type { AnyPlugin } from "../plugins.ts"

/**
 * What keeps a plugin from taking the place of its former version while the server runs: what is stored must go on being
 * added to. undefined where nothing does.
 */
export function problemOfChange(before: AnyPlugin | undefined, now: AnyPlugin): string | undefined {
  const [was, is] = [before && shapeOf(before), shapeOf(now)]
  if (was === undefined || is === undefined || was === is) return undefined
  return `its numbers so far begin with ${was} and would now with ${is}, which cannot be added up; give it another name`
}

/** What its states start from, as text; undefined for what keeps none. */
function shapeOf(plugin: AnyPlugin): string | undefined {
  if (plugin.kind === "derived" || plugin.kind === "alert" || plugin.kind === "channel") return undefined
  try {
    const zero = monoidOf(plugin).zero()
    return zero instanceof Uint8Array ? "bytes" : JSON.stringify(zero)
  } catch {
    return undefined
  }
}
