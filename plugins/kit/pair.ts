/**
 * Two dimensions at once, for questions restricted by one of them. A metric declares a pair under both names with a
 * comma, `"country,category"`, and its keys hold both values.
 */

/** Unit separator: made for this, and in nobody's product names. */
const SEPARATOR = "\u001f"

/**
 * The key of a pair; undefined where either value is missing, so that the event stays out of it.
 * @example by: { "country,category": e => pair(e.location?.country, e.product?.category) }
 */
export function pair(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined || second === undefined ? undefined : `${first}${SEPARATOR}${second}`
}

/** Both values of a pair's key. */
export function unpair(key: string): [first: string, second: string] {
  const at = key.indexOf(SEPARATOR)
  return [key.slice(0, at), key.slice(at + 1)]
}
