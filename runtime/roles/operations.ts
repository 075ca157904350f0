import type { AnyElysia } from "elysia"
import type { Hub } from "../live/hub.ts"
import type { Log } from "../log/log.ts"
import manifest from "../package.json" with { type: "json" }
import type { Pipeline } from "../pipeline/pipeline.ts"
import type { Watch } from "../store/store.ts"
import { readiness } from "../telemetry/readiness.ts"
import { telemetryRoutes } from "../telemetry/routes.ts"
import { isEmbedded } from "./ends.ts"
import type { Ground } from "./ground.ts"

/** What of the walk this process has, as far as it can be asked how it is. */
export interface Parts {
  log?: Log
  pipeline?: Pipeline
  hub?: Hub
  watch?: Watch
}

/** `/health`, `/ready` and `/metrics`, which every role answers. */
export function operationsRoutes(ground: Ground, { hub, ...parts }: Parts): AnyElysia {
  const { role, config, store, plugins, telemetry, lifetime, onTrouble } = ground
  return telemetryRoutes({
    telemetry,
    live: hub?.counts,
    ready: () =>
      readiness({
        ...{ role, store, plugins, onTrouble, ...parts },
        version: manifest.version,
        disk: isEmbedded(config) ? config.data : undefined,
        draining: lifetime.isEnding,
      }),
  })
}
