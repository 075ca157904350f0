import { mkdir } from "node:fs/promises"
import { useSalt } from "../../plugins/kit/aggregate/hash.ts"
import { createAccess, type RunningAccess } from "../access/access.ts"
import { bootstrap, type Installation } from "../access/bootstrap.ts"
import type { Config } from "../config.ts"
import { CurrentPlugins } from "../plugins/current.ts"
import { PluginFolders } from "../plugins/folders.ts"
import { startReload } from "../plugins/reload.ts"
import { assertRequired } from "../plugins/required.ts"
import { OWN_PLUGINS } from "../plugins.ts"
import { type Rates, readRatesFile } from "../query/rates.ts"
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
  plugins: CurrentPlugins
  telemetry: Telemetry
  installation: Installation
  /** What money of other currencies is worth; absent where none are configured, and in a collector, which converts nothing. */
  rates?: Rates
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
  const converts = (parts.worker || parts.api) && config.currencyRatesFile !== ""
  return {
    ...{ config, role, lifetime, holder, store, access, installation, onTrouble },
    plugins: await openPlugins(config, lifetime, onTrouble),
    telemetry: createTelemetry(),
    rates: converts ? await readRatesFile(config.currencyRatesFile) : undefined,
    currencyOf: id => access.shop(id)?.currency,
    clock: Date.now,
  }
}

/** Loads the plugins, and in development again whenever a file of theirs changes. */
async function openPlugins(
  config: Config,
  lifetime: Lifetime,
  onTrouble: Ground["onTrouble"],
): Promise<CurrentPlugins> {
  const folders = new PluginFolders([OWN_PLUGINS, ...config.plugins])
  const loaded = await folders.load()
  assertRequired(config.pluginsRequired, loaded)
  for (const { path, message } of loaded.failures) onTrouble(`plugin ${path}: ${message}`)
  const plugins = new CurrentPlugins({ loaded, folders: folders.folders, clock: Date.now })
  if (config.environment === "development") {
    lifetime.started(startReload({ folders, loaded, plugins, say: line => console.log(line), onTrouble }))
  }
  return plugins
}
