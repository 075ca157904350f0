import type { Track } from "../fields.ts"

/** A `track` that remembers its calls as they would be stored: without what is undefined. */
export function recorder(): { track: Track; calls: [type: string, fields: Record<string, unknown>][] } {
  const calls: [string, Record<string, unknown>][] = []
  const track: Track = (type, ...[fields]) => {
    calls.push(JSON.parse(JSON.stringify([type, fields ?? {}])))
  }
  return { track, calls }
}
