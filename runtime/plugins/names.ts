/** What a plugin may be called. */
export const NAME = /^[a-z][a-z0-9_]{0,62}$/

/** Paths under /api/metrics/ that are not metrics. */
export const RESERVED: ReadonlySet<string> = new Set(["live", "products", "funnel", "geographic", "alerts"])

/** What is wrong with a plugin's name, in a sentence; undefined when nothing is. */
export function problemOfName(name: unknown): string | undefined {
  if (typeof name !== "string" || !NAME.test(name)) return `name: expected ${NAME.source}, got ${JSON.stringify(name)}`
  return RESERVED.has(name) ? `name: "${name}" is taken by the API, choose another` : undefined
}
