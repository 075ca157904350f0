const LONGEST = 60

/** A value that came in, as a message names it: short, whatever it is, and never the inside of an object. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === "object" && value !== null) return "an object"
  if (typeof value !== "string") return String(value)
  if (value.length <= LONGEST) return JSON.stringify(value)
  return `${JSON.stringify(value.slice(0, LONGEST))}… of ${value.length} characters`
}
