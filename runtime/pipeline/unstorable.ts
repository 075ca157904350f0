/** NUL, or half of a surrogate pair. */
const UNSTORABLE = /[\0\uD800-\uDFFF]/u

/**
 * Where an event has a text that databases and their users trip over; undefined where it has none. The collector mends
 * such texts; a direct producer may not.
 * @example unstorableIn({ product: { name: "a\0" } }, "event") // "event.product.name"
 */
export function unstorableIn(value: unknown, path: string): string | undefined {
  if (typeof value === "string") return UNSTORABLE.test(value) ? path : undefined
  if (typeof value !== "object" || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = UNSTORABLE.test(name) ? path : unstorableIn(part, `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
