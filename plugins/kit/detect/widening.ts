import type { Verdict } from "./verdict.ts"

/**
 * What the shortest window says that can tell. Alerts look through several windows that end now, the shortest first: many
 * visitors show a change within minutes, few need an hour. A window in between leaves it to the next longer one.
 */
export function widening<Look extends { verdict: Verdict }>(looks: readonly [Look, ...Look[]]): Look {
  const telling = looks.filter(({ verdict }) => verdict !== "unknown")
  return telling.find(({ verdict }) => verdict !== "between") ?? telling[0] ?? looks[0]
}
