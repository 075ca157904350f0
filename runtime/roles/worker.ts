import { Announcer, committedOf } from "../live/notices.ts"
import type { Log } from "../log/log.ts"
import type { Committed, CommittedListener } from "../pipeline/committed.ts"
import { type Pipeline, startPipeline } from "../pipeline/pipeline.ts"
import { keepUp, startTrimming } from "../pipeline/upkeep.ts"
import { startAlerting } from "./alerting.ts"
import { isShared } from "./ends.ts"
import type { Ground } from "./ground.ts"
import { whileLeading } from "./singleton.ts"

/**
 * Rounds on a store that other processes are told of by notices, ms: as often as those are, so that none is committed
 * that nobody hears of yet. Fewer and larger transactions are what spares a database most.
 */
const SHARED_PACE = 50

/**
 * Folds events into numbers, and does the chores that one process does for all.
 * @param onCommit told of each commit directly: the hub of this very process, where it has one
 * @param settled resolves when alerts may begin: a past that is just being filled in is no news
 */
export async function startWorker(
  ground: Ground,
  log: Log,
  onCommit: CommittedListener,
  settled: Promise<void>,
): Promise<Pipeline> {
  const { config, lifetime, store, telemetry, plugins, holder, currencyOf, clock, onTrouble } = ground
  // An embedded store has no other process to be told.
  const announcer = isShared(config) ? lifetime.started(new Announcer({ store, onTrouble })) : undefined
  const listeners = new Set<CommittedListener>()
  const heard = (committed: Committed): void => {
    for (const listener of listeners) listener(committed)
  }
  const tell = (committed: Committed): void => {
    onCommit(committed)
    announcer?.tell(committed)
  }
  const pipeline = lifetime.started(
    await startPipeline({
      ...{ log, store, currencyOf, clock, onTrouble, breaker: plugins.breaker },
      ...(isShared(config) ? { pace: SHARED_PACE } : {}),
      get registry() {
        return plugins.registry
      },
      onCommit(result) {
        telemetry.onCommit(result)
        plugins.health.onCommit(result)
        for (const [metric, message] of result.failures) {
          if (plugins.paused.includes(metric))
            onTrouble(`metric ${metric} fails and is left out for a while: ${message}`)
        }
        tell(result)
        heard(result)
      },
    }),
  )
  plugins.onReplaced(() => pipeline.adopt().catch(onTrouble))
  const upkeep = {
    ...{ log, store, currencyOf, clock, retention: config.retention, onTrouble },
    get registry() {
      return plugins.registry
    },
  }
  lifetime.started(startTrimming(upkeep))
  lifetime.started(whileLeading(store, "upkeep", holder, signal => keepUp(upkeep, signal), { onTrouble }))
  if (isShared(config)) lifetime.started(await store.watch(notice => heard(committedOf(notice))))
  const commits = (listener: CommittedListener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  startAlerting(ground, commits, tell, settled)
  return pipeline
}
