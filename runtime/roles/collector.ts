import type { AnyElysia } from "elysia"
import type { Tail } from "../collect/receive.ts"
import { collect } from "../collect/route.ts"
import type { Log } from "../log/log.ts"
import type { Ground } from "./ground.ts"

/** How long a collector that stops still answers 503 and when to come back, instead of refusing connections. */
export const COLLECTOR_LINGER_MS = 1_000

/** Takes events: keys, shapes and limits are checked, and the answer waits until the log has them. */
export function collectorRoutes(
  { config, access, telemetry, lifetime, onTrouble }: Ground,
  log: Log,
  onTail: (collected: Tail) => void = () => {},
): AnyElysia[] {
  const { rateLimit, trustedProxies, geoipFile, environment } = config
  return [
    collect({
      ...{ log, access, rateLimit, trustedProxies, geoipFile, environment },
      draining: lifetime.isEnding,
      report: onTrouble,
      onTail(collected) {
        telemetry.onTail(collected)
        onTail(collected)
      },
    }),
  ]
}
