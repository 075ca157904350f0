import type { CatalogueEntry } from "../query/answer.ts"

/** Asks for what follows `/api/metrics/`, a live server or a replay. */
export type Ask = (path: string, params: URLSearchParams) => Promise<unknown>

/** How often a server is asked that is unavailable; it says how long to wait each time. */
const TRIES = 20

/** Asks a server over REST, and again after a while where it says that it is unavailable, as any client should. */
export function askServer(url: string, key: string): Ask {
  return async (path, params) => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${url}/api/metrics${path && `/${path}`}?${params}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      const answer = (await response.json()) as { data?: unknown; error?: unknown }
      if (response.ok) return answer.data
      if (response.status !== 503 || tries === TRIES) {
        throw new Error(`${url} answered ${response.status} to ${path}?${params}: ${JSON.stringify(answer.error)}`)
      }
      await Bun.sleep(Number(response.headers.get("retry-after")) * 1000)
    }
  }
}

/** Asks both the same questions: every metric, its minutes and its dimensions. @returns a line for each difference */
export async function differingAnswers(
  shown: Ask,
  expected: Ask,
  range: { from: number; to: number },
): Promise<string[]> {
  const [from, to] = [new Date(range.from).toISOString(), new Date(range.to).toISOString()]
  const differences: string[] = []
  for (const { name, dimensions } of (await shown("", new URLSearchParams())) as CatalogueEntry[]) {
    for (const by of [undefined, ...dimensions]) {
      const params = new URLSearchParams({ from, to, step: "1m", ...(by ? { by, limit: "1000" } : {}) })
      const both = async () =>
        [comparable(await shown(name, params)), comparable(await expected(name, params))] as const
      let [is, ought] = await both()
      // Carts settle as time goes by, and a minute may have ended between the two answers.
      if (is !== ought) [is, ought] = await both()
      if (is !== ought) differences.push(`${name}${by ? ` by ${by}` : ""}: ${firstDifference(is, ought)}`)
    }
  }
  return differences
}

function comparable(answer: unknown): string {
  const { as_of, rev, ...numbers } = answer as Record<string, unknown>
  return JSON.stringify(numbers)
}

/** A minute of numbers is long: what surrounds the first place where they part is enough to find it. */
function firstDifference(is: string, ought: string): string {
  let at = 0
  while (at < is.length && is[at] === ought[at]) at++
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60)
  return `shown …${around(is)}…, expected …${around(ought)}…`
}
