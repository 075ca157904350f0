/**
 * How long to wait before attempt number `attempt` (0 for the first retry), in ms: doubles from half a second to half
 * a minute, and the upper half is random so that all pages of a restarted server do not return at once.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 500 * 2 ** attempt)
  return ceiling / 2 + (ceiling / 2) * random()
}
