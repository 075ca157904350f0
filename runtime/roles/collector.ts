import type { AnyElysia } from "elysia"
import type { Tail } from "../collect/receive.ts"
import { collect } from "../collect/route.ts"
import { Announcer, refused } from "../live/notices.ts"
import type { Log } from "../log/log.ts"
import { isShared } from "./ends.ts"
import type { Ground } from "./ground.ts"

/** How long a collector that stops still answers 503 and when to come back, instead of refusing connections. */
export const COLLECTOR_LINGER_MS = 1_000
/** However much is refused, the other processes are told of the last of it this often. */
const REFUSED_PAUSE_MS = 1_000

/** Takes events: keys, shapes and limits are checked, and the answer waits until the log has them. */
export function collectorRoutes(
  { config, store, access, telemetry, lifetime, clock, onTrouble }: Ground,
  log: Log,
  onTail: (collected: Tail) => void = () => {},
): AnyElysia[] {
  const { rateLimit, trustedProxies, geoipFile, environment } = config
  // Whoever installs a tag looks at an API process, which may be another one.
  const options = { store, pause: REFUSED_PAUSE_MS, onTrouble }
  const announcer = isShared(config) ? lifetime.started(new Announcer(options)) : undefined
  return [
    collect({
      ...{ log, access, rateLimit, trustedProxies, geoipFile, environment },
      draining: lifetime.isEnding,
      report: onTrouble,
      onTail(collected) {
        telemetry.onTail(collected)
        onTail(collected)
        if (collected.rejected.length > 0) announcer?.tell(refused(collected, clock()))
      },
    }),
  ]
}
