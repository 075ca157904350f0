import { basename } from "node:path"
import type { Log } from "../log/log.ts"
import type { Pipeline } from "../pipeline/pipeline.ts"
import type { LoadFailure } from "../plugins.ts"
import type { Incident, Store } from "../store/store.ts"

/** `failing`: this process should get no traffic now. `degraded`: it works, and something in it wants looking at. */
export type ComponentState = "ok" | "degraded" | "failing"

export interface PartitionLag {
  partition: number
  /** Offset the next record will get. */
  end: number
  /** Offset the store resumes at; null before the first commit. */
  checkpoint: number | null
  /** Records in the log that are not in the numbers yet. */
  lag: number
}

export interface ReadyReport {
  state: ComponentState | "draining"
  versions: { shopstream: string; bun: string }
  /** Records in the log that are not in the numbers yet, all partitions; null when it cannot be known now. */
  lag: number | null
  components: {
    log: { state: ComponentState; id?: string; partitions: PartitionLag[] }
    /** With the driver, its tier and versions, sizes in bytes. */
    store: { state: ComponentState } & Record<string, string | number | boolean>
    pipeline: { state: ComponentState; doing: string; reason?: string }
    plugins: { state: ComponentState; loaded: number; failures: { file: string; message: string }[] }
  }
  /** Events in the life of the installation that an operator should know of. */
  incidents: Incident[]
}

export interface ReadinessOptions {
  log: Log
  store: Pick<Store, "info" | "incidents" | "checkpoint">
  pipeline: Pick<Pipeline, "state">
  plugins: { loaded: number; failures: readonly LoadFailure[] }
  version: string
  /** True from the moment the process stops taking. */
  draining?(): boolean
  /** Told why a component could not be asked. */
  onTrouble(error: unknown): void
}

/** Asks every component how it is; never throws. */
export async function readiness(options: ReadinessOptions): Promise<ReadyReport> {
  const { pipeline, plugins, version, draining = () => false } = options
  const [log, store] = await Promise.all([logReport(options), storeReport(options)])
  const components = {
    log,
    store: store.component,
    pipeline: pipelineReport(pipeline),
    plugins: pluginsReport(plugins),
  }
  return {
    state: draining() ? "draining" : worst(Object.values(components).map(({ state }) => state)),
    versions: { shopstream: version, bun: Bun.version },
    lag: log.state === "failing" ? null : log.partitions.reduce((sum, { lag }) => sum + lag, 0),
    components,
    incidents: store.incidents,
  }
}

async function logReport({ log, store, onTrouble }: ReadinessOptions): Promise<ReadyReport["components"]["log"]> {
  try {
    const partitions = await Promise.all(
      (await log.state()).map(async ({ partition, first, end }) => {
        const checkpoint = await store.checkpoint({ log: log.id, partition })
        return { partition, end, checkpoint: checkpoint ?? null, lag: Math.max(0, end - (checkpoint ?? first)) }
      }),
    )
    return { state: "ok", id: log.id, partitions }
  } catch (error) {
    onTrouble(error)
    return { state: "failing", partitions: [] }
  }
}

async function storeReport({ store, onTrouble }: ReadinessOptions) {
  try {
    const [info, incidents] = await Promise.all([store.info(), store.incidents()])
    return { component: { ...info, state: "ok" as const }, incidents }
  } catch (error) {
    onTrouble(error)
    return { component: { state: "failing" as const }, incidents: [] }
  }
}

/** A pipeline that tries again is behind, but what is sent meanwhile is kept in the log: traffic is still welcome. */
function pipelineReport(pipeline: ReadinessOptions["pipeline"]): ReadyReport["components"]["pipeline"] {
  const { state: doing, ...reason } = pipeline.state()
  const states = { running: "ok", retrying: "degraded", stopped: "failing" } as const
  return { state: states[doing], doing, ...reason }
}

function pluginsReport({ loaded, failures }: ReadinessOptions["plugins"]): ReadyReport["components"]["plugins"] {
  return {
    state: failures.length > 0 ? "degraded" : "ok",
    loaded,
    // Anyone may ask, and where files lie on this machine is nobody's business.
    failures: failures.map(({ path, message }) => ({
      file: basename(path),
      message: message.replaceAll(path, basename(path)),
    })),
  }
}

function worst(states: readonly ComponentState[]): ComponentState {
  return states.find(state => state === "failing") ?? states.find(state => state === "degraded") ?? "ok"
}
