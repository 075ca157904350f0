import type { ServerUnderTest } from "../../testing/server.ts"

const HOUR = "minutes=60"

/** Values of metrics over the last hour, as REST answers the shop's read key. */
export async function numbers<Name extends string>(
  { url, keys }: ServerUnderTest,
  ...metrics: Name[]
): Promise<Record<Name, number | null>> {
  const headers = { authorization: `Bearer ${keys.read}` }
  const values = await Promise.all(
    metrics.map(async metric => {
      const response = await fetch(`${url}/api/metrics/${metric}?${HOUR}`, { headers })
      const { data } = (await response.json()) as { data: { value: number | null } }
      return [metric, data.value] as const
    }),
  )
  return Object.fromEntries(values) as Record<Name, number | null>
}
