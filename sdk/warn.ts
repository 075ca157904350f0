/**
 * Speaks to the page's developer; the shop's visitors never notice.
 *
 * @example
 * warn("consent", '"granted" or "denied"', "yes", "nothing changed")
 * // [shopstream] consent: expected "granted" or "denied", came "yes"; nothing changed
 */
export function warn(where: string, expected: string, came: unknown, then: string): void {
  console.warn(said(where, expected, came, then))
}

export function said(where: string, expected: string, came: unknown, then: string): string {
  return `[shopstream] ${where}: expected ${expected}, came ${shown(came)}; ${then}`
}

/** A value in a few words, whatever it is. */
function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? "none").slice(0, 300)
  } catch {
    return typeof value
  }
}

/** Runs `work` so that nothing it throws reaches the page. */
export function safely<T>(where: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    warn(where, "no error", `${error}`, "the page goes on")
    return undefined
  }
}
