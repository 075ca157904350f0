import type { Alert, Channel } from "../../plugins/kit/index.ts"
import type { AlertPlugins } from "../alerts/plugins.ts"
import { createRegistry, type Registry } from "../pipeline/registry.ts"
import { entriesOf, type Loaded } from "../plugins.ts"
import { Breaker } from "./breaker.ts"
import { createPluginHealth, type PluginHealth } from "./health.ts"

export interface CurrentPluginsOptions {
  loaded: Loaded
  /** Folders that plugins are loaded from. */
  folders: readonly string[]
  /** Epoch ms. */
  clock(): number
}

/**
 * The plugins of this process as they are now. In development they are replaced while it runs, always as a whole: who
 * keeps one of the members for a while works on with what was, so take it anew for each piece of work.
 */
export class CurrentPlugins implements AlertPlugins {
  readonly health: PluginHealth
  /** Of the metrics. */
  readonly breaker: Breaker
  #now: AlertPlugins & { loaded: Loaded; registry: Registry }
  readonly #listeners = new Set<() => void>()

  constructor({ loaded, folders, clock }: CurrentPluginsOptions) {
    this.breaker = new Breaker(clock)
    this.health = createPluginHealth({ loaded, folders, clock, breaker: this.breaker })
    this.#now = this.#arranged(loaded)
  }

  get registry(): Registry {
    return this.#now.registry
  }

  /** Their errors are noted in `health`. */
  get alerts(): readonly Alert[] {
    return this.#now.alerts
  }

  get channels(): readonly Channel[] {
    return this.#now.channels
  }

  get failures(): Loaded["failures"] {
    return this.#now.loaded.failures
  }

  get widgets(): Loaded["widgets"] {
    return this.#now.loaded.widgets
  }

  /** Names of metrics that this process leaves out for a while, because they failed again and again. */
  get paused(): string[] {
    return entriesOf(this.#now.loaded)
      .filter(({ plugin }) => this.breaker.stateOf(plugin) !== "closed")
      .map(({ plugin }) => plugin.name)
  }

  /** How many there are. */
  get loaded(): number {
    return entriesOf(this.#now.loaded).length
  }

  /** Takes others in their place and then tells the listeners. */
  replace(loaded: Loaded): void {
    this.health.replace(loaded)
    this.breaker.keepOnly(new Set(entriesOf(loaded).map(({ plugin }) => plugin)))
    this.#now = this.#arranged(loaded)
    for (const listener of this.#listeners) listener()
  }

  /** @returns a function that ends the telling */
  onReplaced(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #arranged(loaded: Loaded) {
    const { plugins, alerts, channels } = loaded
    return {
      loaded,
      registry: createRegistry(plugins.map(({ plugin }) => plugin)),
      alerts: alerts.map(({ plugin }) => this.health.watchedAlert(plugin)),
      channels: channels.map(({ plugin }) => this.health.watchedChannel(plugin)),
    }
  }
}
