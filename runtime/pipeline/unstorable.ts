/**
 * Where an event has a text that databases and their users trip over — NUL, or half of a surrogate pair; undefined where
 * it has none. The collector mends such texts; a direct producer may not.
 * @example unstorableIn({ product: { name: "a\0" } }, "event") // "event.product.name"
 */
export function unstorableIn(value: unknown, path: string): string | undefined {
  // Nearly all are fine, so no path is written before it is wanted.
  return isStorable(value) ? undefined : placeIn(value, path)
}

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return isStorableText(value)
  if (typeof value !== "object" || value === null) return true
  const parts = value as Record<string, unknown>
  for (const name in parts) if (!isStorableText(name) || !isStorable(parts[name])) return false
  return true
}

function placeIn(value: unknown, path: string): string | undefined {
  if (typeof value !== "object" || value === null) return isStorable(value) ? undefined : path
  for (const [name, part] of Object.entries(value)) {
    const found = isStorableText(name) ? placeIn(part, `${path}.${name}`) : path
    if (found !== undefined) return found
  }
  return undefined
}

/** NUL, or half of a surrogate pair. */
const UNSTORABLE = /[\0\uD800-\uDFFF]/u

const isStorableText = (text: string): boolean => !UNSTORABLE.test(text)
