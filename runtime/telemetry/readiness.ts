import { basename } from "node:path"
import type { Log } from "../log/log.ts"
import type { Pipeline } from "../pipeline/pipeline.ts"
import type { LoadFailure } from "../plugins.ts"
import type { Role } from "../roles/role.ts"
import type { Incident, Store, Watch } from "../store/store.ts"
import { type DiskReport, diskReport } from "./disk.ts"

/** `failing`: this process should get no traffic now. `degraded`: it works, and something in it wants looking at. */
export type ComponentState = "ok" | "degraded" | "failing"

/** How one component is, and, where it is not well, what to do. */
export interface Component {
  state: ComponentState
  todo?: string
}

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
  role: Role
  versions: { shopstream: string; bun: string }
  /** Records in the log that are not in the numbers yet, all partitions; null when it cannot be known here or now. */
  lag: number | null
  /** Those that this role has. */
  components: {
    log?: Component & { id?: string; partitions: PartitionLag[] }
    /** With the driver, its tier and versions, sizes in bytes. */
    store: Component & Record<string, string | number | boolean | undefined>
    pipeline?: Component & { doing: string; reason?: string }
    /** How this process hears of other processes' commits. */
    notices?: Component & { mode: Watch["mode"] }
    disk?: Component & DiskReport
    /** `paused`: metrics that this process leaves out for a while, where it does. */
    plugins: Component & { loaded: number; failures: { file: string; message: string }[]; paused?: string[] }
  }
  /** Events in the life of the installation that an operator should know of. */
  incidents: Incident[]
}

export interface ReadinessOptions {
  role: Role
  /** Absent where the role has none. */
  log?: Pick<Log, "id" | "state">
  store: Pick<Store, "info" | "incidents" | "checkpoint">
  pipeline?: Pick<Pipeline, "state">
  watch?: Pick<Watch, "mode">
  plugins: { loaded: number; failures: readonly LoadFailure[]; paused?: string[] }
  version: string
  /** Folder whose disk this process writes to; absent where it writes to none. */
  disk?: string
  /** True from the moment the process stops taking. */
  draining?(): boolean
  /** Told why a component could not be asked. */
  onTrouble(error: unknown): void
}

/** Asks every component how it is; never throws. */
export async function readiness(options: ReadinessOptions): Promise<ReadyReport> {
  const { role, pipeline, plugins, watch, version, draining = () => false } = options
  const [log, store, disk] = await Promise.all([logReport(options), storeReport(options), diskReport(options.disk)])
  const components: ReadyReport["components"] = {
    ...(log && { log }),
    store: store.component,
    ...(pipeline && { pipeline: pipelineReport(pipeline) }),
    ...(watch && { notices: { state: "ok", mode: watch.mode } }),
    ...(disk && { disk }),
    plugins: pluginsReport(plugins),
  }
  return {
    state: draining() ? "draining" : worst(Object.values(components).map(({ state }) => state)),
    role,
    versions: { shopstream: version, bun: Bun.version },
    lag: log?.state === "ok" ? log.partitions.reduce((sum, { lag }) => sum + lag, 0) : null,
    components,
    incidents: store.incidents,
  }
}

async function logReport({ log, store, onTrouble }: ReadinessOptions): Promise<ReadyReport["components"]["log"]> {
  if (!log) return undefined
  let states: Awaited<ReturnType<Log["state"]>>
  try {
    states = await log.state()
  } catch (error) {
    onTrouble(error)
    return { state: "failing", partitions: [], todo: "see the log of this process, and: shopstream doctor" }
  }
  try {
    const partitions = await Promise.all(
      states.map(async ({ partition, first, end }) => {
        const checkpoint = await store.checkpoint({ log: log.id, partition })
        return { partition, end, checkpoint: checkpoint ?? null, lag: Math.max(0, end - (checkpoint ?? first)) }
      }),
    )
    return { state: "ok", id: log.id, partitions }
  } catch (error) {
    onTrouble(error)
    return {
      state: "degraded",
      id: log.id,
      partitions: [],
      todo: "how far it is folded is not known without the store",
    }
  }
}

async function storeReport({ role, store, onTrouble }: ReadinessOptions) {
  try {
    const [info, incidents] = await Promise.all([store.info(), store.incidents()])
    return { component: { ...info, state: "ok" as const }, incidents }
  } catch (error) {
    onTrouble(error)
    // A collector goes on with the keys that it knows: what it takes is durable without the store.
    const state: ComponentState = role === "collector" ? "degraded" : "failing"
    return { component: { state, todo: "see the log of this process, and: shopstream doctor" }, incidents: [] }
  }
}

/** A pipeline that tries again is behind, but what is sent meanwhile is kept in the log: traffic is still welcome. */
function pipelineReport(pipeline: Pick<Pipeline, "state">): ReadyReport["components"]["pipeline"] {
  const { state: doing, ...reason } = pipeline.state()
  const states = { running: "ok", retrying: "degraded", stopped: "failing" } as const
  return { state: states[doing], doing, ...reason }
}

function pluginsReport({
  loaded,
  failures,
  paused = [],
}: ReadinessOptions["plugins"]): ReadyReport["components"]["plugins"] {
  const todo = "the log of this process says why: mend them, then shopstream backfill --metric counts what they missed"
  return {
    state: failures.length + paused.length > 0 ? "degraded" : "ok",
    ...(paused.length > 0 ? { paused, todo } : {}),
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
