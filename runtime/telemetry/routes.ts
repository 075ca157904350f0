import { Elysia } from "elysia"
import { CONTENT_TYPE, exposition, gauge } from "./instruments.ts"
import type { ReadyReport } from "./readiness.ts"
import type { Telemetry } from "./telemetry.ts"

export interface TelemetryRoutes {
  telemetry: Pick<Telemetry, "lines">
  /** @see readiness */
  ready(): Promise<ReadyReport>
  /** How many sockets are signed in, and how many topics they follow; absent where the process has no sockets. */
  live?(): { sockets: number; topics: number }
}

/** `/health`, `/ready` and `/metrics`: for orchestrators and Prometheus. They need no key and tell no shop's numbers. */
export function telemetryRoutes({ telemetry, ready, live }: TelemetryRoutes) {
  return new Elysia({ name: "telemetry", tags: ["Operations"] })
    .get("/health", ({ set }) => uncached(set, { status: "ok" as const }), {
      detail: { operationId: "health", summary: "Whether the process is alive", security: [] },
    })
    .get(
      "/ready",
      async ({ set }) => {
        const report = await ready()
        set.status = report.state === "failing" || report.state === "draining" ? 503 : 200
        return uncached(set, report)
      },
      {
        detail: {
          operationId: "ready",
          summary: "How each component is",
          description:
            "503 while this process should get no traffic. `lag` counts records that are not in the numbers yet.",
          security: [],
        },
      },
    )
    .get(
      "/metrics",
      async () => {
        const text = exposition([...telemetry.lines(), ...gauges(await ready(), live?.())])
        return new Response(text, { headers: { "content-type": CONTENT_TYPE, "cache-control": "no-store" } })
      },
      { detail: { operationId: "prometheus", summary: "Counters for Prometheus", security: [] } },
    )
}

function gauges({ state, role, components, versions }: ReadyReport, live?: { sockets: number; topics: number }) {
  const lags = components.log?.partitions.map(({ partition, lag }) => ({ value: lag, labels: { partition } }))
  return [
    ...(lags ? gauge("shopstream_log_lag", "Records in the log that are not in the numbers yet.", lags) : []),
    ...(live
      ? [
          ...gauge("shopstream_sockets", "Sockets that are signed in.", [{ value: live.sockets }]),
          ...gauge("shopstream_topics", "Topics that sockets follow; equal ones count once.", [{ value: live.topics }]),
        ]
      : []),
    ...gauge("shopstream_ready", "1 while the process should get traffic.", [
      { value: state === "ok" || state === "degraded" ? 1 : 0 },
    ]),
    ...gauge("shopstream_build_info", "Role and versions, as labels.", [{ value: 1, labels: { role, ...versions } }]),
  ]
}

function uncached<Body>(set: { headers: Record<string, string | number> }, body: Body): Body {
  set.headers["cache-control"] = "no-store"
  return body
}
