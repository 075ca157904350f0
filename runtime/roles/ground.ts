import { mkdir } from "node:fs/promises"
import { useSalt } from "../../plugins/kit/aggregate/hash.ts"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { bootstrap, type Installation } from "../access/bootstrap.ts"
import type { AlertPlugins } from "../alerts/plugins.ts"
import type { Config } from "../config.ts"
import { createRegistry, type Registry } from "../pipeline/registry.ts"
import { createPluginHealth, type PluginHealth } from "../plugins/health.ts"
import { assertRequired } from "../plugins/required.ts"
import { type LoadFailure, loadPlugins, OWN_PLUGINS } from "../plugins.ts"
import type { Store } from "../store/store.ts"
import { createTelemetry, type Telemetry } from "../telemetry/telemetry.ts"
import { holderName, openStore } from "./ends.ts"
import type { Lifetime } from "./lifetime.ts"
import { partsOf, type Role } from "./role.ts"
import { inTurn } from "./turn.ts"

/** What every role stands on. */
export interface Ground {
  config: Config
  role: Role
  lifetime: Lifetime
  /** Names this process in leases. */
  holder: string
  store: Store
  access: RunningAccess
  registry: Registry
  plugins: { loaded: number; failures: readonly LoadFailure[]; health: PluginHealth }
  alerting: AlertPlugins
  telemetry: Telemetry
  installation: Installation
  /** ISO 4217; undefined for a shop that is not known. */
  currencyOf(shop: string): string | undefined
  /** Epoch ms. */
  clock(): number
  onTrouble(error: unknown): void
}

/** Opens the store and reads from it and from the plugin folders what all the rest is made with. */
export async function layGround(config: Config, role: Role, lifetime: Lifetime): Promise<Ground> {
  const onTrouble = (error: unknown): void => console.error(error instanceof Error ? error.message : error)
  await mkdir(config.data, { recursive: true })
  useSalt(config.secret)
  const holder = holderName()
  const parts = partsOf(role)
  const store = lifetime.opened(await openStore(config, { migrate: parts.worker }))
  // People go to where the API is: only there are keys minted for a folder that has none.
  const mint = parts.api ? "missing" : "first"
  const installation = await inTurn(store, "bootstrap", holder, () => bootstrap(store, config.data, { mint }))
  const access = lifetime.opened(await createAccess({ store, secret: config.secret }))
  const folders = [OWN_PLUGINS, ...config.plugins]
  const found = await loadPlugins(folders)
  const { plugins, alerts, channels, failures } = found
  assertRequired(config.pluginsRequired, found)
  for (const { path, message } of failures) onTrouble(`plugin ${path}: ${message}`)
  const health = createPluginHealth({ loaded: found, folders, clock: Date.now })
  return {
    ...{ config, role, lifetime, holder, store, access, installation, onTrouble },
    registry: createRegistry(plugins.map(({ plugin }) => plugin)),
    plugins: { loaded: plugins.length + alerts.length + channels.length, failures, health },
    alerting: {
      alerts: alerts.map(({ plugin }) => health.watchedAlert(plugin)),
      channels: channels.map(({ plugin }) => health.watchedChannel(plugin)),
    },
    telemetry: createTelemetry(),
    currencyOf: id => access.shop(id)?.currency,
    clock: Date.now,
  }
}
