import { monoidOf, numberOf } from "../../plugins/kit/monoid.ts"
import type { Log } from "../log/log.ts"
import type { Dirty, State, Store } from "../store/store.ts"
import type { Registry } from "./registry.ts"

export interface UpkeepOptions {
  store: Store
  log: Log
  registry: Registry
  currencyOf(shop: string): string | undefined
  /** Epoch ms. */
  clock(): number
  retention: { rawDays: number; minuteDays: number; hourDays: number; dayDays: number }
  onTrouble(error: unknown): void
}

const DAY = 86_400_000
/** How many hours and days one look takes; the rest waits for the next. */
const ROLL_UPS_AT_ONCE = 500
const EVERY = { rollUps: 5_000, trim: 60_000, retention: 3_600_000 }

/** Roll-ups and retention, until `signal` aborts: chores that one process does for all (`roles/singleton.ts`). */
export async function keepUp(options: UpkeepOptions, signal: AbortSignal): Promise<void> {
  const chores = [
    every(EVERY.rollUps, () => rollUps(options), options),
    every(EVERY.retention, () => retain(options), options),
  ]
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener("abort", resolve, { once: true }))
  await Promise.all(chores.map(chore => chore.stop()))
}

/** Forgets, now and then, what of the log is folded for good. Every process does it for the log that it holds. */
export function startTrimming(options: UpkeepOptions): { stop(): Promise<void> } {
  return every(EVERY.trim, () => trimLog(options), options)
}

type RollUpOptions = Pick<UpkeepOptions, "store" | "registry" | "currencyOf" | "clock"> &
  Partial<Pick<UpkeepOptions, "onTrouble">>

/**
 * Recomputes the ended hours and days whose minutes changed. Idempotent; a crash in between loses nothing. A metric that
 * cannot be put together is told of and left as it is: it must not keep the others from being rolled up.
 */
export async function rollUps(options: RollUpOptions): Promise<void> {
  const { registry, onTrouble = console.error } = options
  // Minutes of a plugin that is not loaded stay as they are, and so does their mark: they wait for its return.
  const metrics = new Set(registry.metrics.keys())
  let failing: string[]
  do {
    failing = await rollUpSome(options, metrics)
    for (const metric of failing) {
      metrics.delete(metric)
      onTrouble(`metric ${metric} throws when its hours and days are put together; they wait until it is mended`)
    }
  } while (failing.length > 0)
}

/** @returns metrics that threw */
async function rollUpSome(
  { store, registry, currencyOf, clock }: RollUpOptions,
  metrics: ReadonlySet<string>,
): Promise<string[]> {
  const failing = new Set<string>()
  for (const dirty of await store.dirty(clock(), ROLL_UPS_AT_ONCE, [...metrics])) {
    const plugin = registry.metrics.get(dirty.metric)
    if (!plugin || plugin.kind === "derived" || failing.has(dirty.metric)) continue
    const monoid = monoidOf(plugin)
    const merge = (_metric: Dirty["metric"], states: State[]) => {
      failing.add(dirty.metric)
      const state = states.reduce(monoid.merge)
      const value = numberOf(plugin, state, currencyOf(dirty.shop))
      failing.delete(dirty.metric)
      return { state, value }
    }
    await store.rollUp(dirty, merge).catch(error => {
      if (!failing.has(dirty.metric)) throw error
    })
  }
  return [...failing]
}

/** The log is forgotten only behind what the store can be sure to keep through a power loss. */
export async function trimLog({ store, log }: UpkeepOptions): Promise<void> {
  for (const { log: id, partition, offset } of await store.sync()) {
    if (id === log.id) await log.trim(partition, offset)
  }
}

async function retain({ store, clock, retention }: UpkeepOptions): Promise<void> {
  const before = (days: number): number => clock() - days * DAY
  await store.retain({
    raw: before(retention.rawDays),
    minute: before(retention.minuteDays),
    hour: before(retention.hourDays),
    day: before(retention.dayDays),
  })
}

/** Runs a chore at once and then every `ms`, never twice at a time; a failure is told and tried again next time. */
function every(ms: number, chore: () => Promise<void>, { onTrouble }: UpkeepOptions): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  const run = (): void => {
    running ??= chore()
      .catch(onTrouble)
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(run, ms)
  run()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
