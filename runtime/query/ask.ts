import type { Plugin } from "../../plugins/kit/plugin.ts"
import type { Principal } from "../access/principal.ts"
import type { Config } from "../config.ts"
import type { Registry } from "../pipeline/registry.ts"
import type { Store } from "../store/store.ts"
import type { Scope } from "./measure.ts"
import type { Context } from "./parameter.ts"
import type { Rates } from "./rates.ts"
import { createRawRows } from "./raw.ts"
import type { Restriction } from "./restriction.ts"
import { createRows } from "./rows.ts"
import { dimensionsFor, filtersFor, mayTell } from "./veil.ts"
import { DAY } from "./window.ts"

/** What every answer is made from. */
export interface Sources {
  store: Pick<Store, "read" | "rawEvents" | "changedEntities">
  registry: Registry
  /** Epoch ms. */
  clock(): number
  /** The committed state this process knows, `"<epoch>:<n>"`. */
  rev(): string
  retention: Config["retention"]
  /** Rates to the shop's currency. */
  rates: Rates
}

/** What the parameters of a question about these metrics may be. */
export function contextOf(
  { registry, clock, retention }: Pick<Sources, "registry" | "clock" | "retention">,
  principal: Principal,
  plugins: readonly Plugin[] = [],
): Context {
  const [plugin] = plugins
  return {
    now: clock(),
    zone: principal.shop.timezone,
    retention,
    dimensions: plugin ? dimensionsFor(principal, plugin, registry) : [],
    filters: filtersFor(principal, plugins, registry),
  }
}

/** Where the numbers of one answer are read, all under the same restriction. */
export function scopeOf(sources: Sources, principal: Principal, now: number, only?: Restriction): Scope {
  const { store, registry, clock, retention, rates } = sources
  const { shop } = principal
  const raw = createRawRows({ store, shop, registry, clock, keptFrom: now - retention.rawDays * DAY })
  const rows = createRows({ store, shop, only, raw })
  return { shop, registry, now, rows, rates, mayTell: mayTell.bind(undefined, principal) }
}
