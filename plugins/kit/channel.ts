import type { StandardSchemaV1 } from "@standard-schema/spec"
import type { Severity } from "./alert.ts"
import { API_VERSION, type Unit } from "./metric.ts"
import type { ConfigOf, Settings } from "./settings.ts"

/** What channels tell people, and webhooks get as JSON. */
export interface AlertNotice {
  /** Of this notice; the same in every attempt, so that a receiver can drop a repeat. */
  id: string
  event: "firing" | "escalated" | "resolved" | "test"
  /** ISO 8601. */
  at: string
  shop: { id: string; name: string }
  alert: {
    id: string
    name: string
    title: string
    severity: Severity
    subject: string
    message: string
    metric: string
    unit: Unit
    currency?: string
    value: number | null
    baseline: number | null
    /** ISO 8601. */
    window: { from: string; to: string }
    started_at: string
    resolved_at?: string
    /** The chart in the dashboard. */
    link: string
  }
}

/** Trying again would be of no use: the address is wrong, or the other side said no for good. */
export class Undeliverable extends Error {
  override name = "Undeliverable"
}

export interface Mail {
  to: string
  subject: string
  text: string
}

/** What a channel is given to work with; the runtime guards what goes out. */
export interface Delivery<Config> {
  config: Config
  /** Epoch ms of this attempt. */
  now: number
  /**
   * POSTs to a public address and follows no redirect into a private network.
   * @throws Undeliverable for an address that must not be reached, or an answer that says no for good
   * @throws Error for everything that may pass: no connection, 408, 425, 429, 5xx
   */
  post(url: string, body: string, headers?: Readonly<Record<string, string>>): Promise<void>
  /** @throws Undeliverable where no mail server is set up */
  mail(mail: Mail): Promise<void>
  /** Writes a line to the server's log. */
  log(line: string): void
}

/** A way to be told of alerts. */
export interface Channel<Config = unknown> {
  kind: "channel"
  /** Equals the file's name; `^[a-z][a-z0-9_]{0,62}$`. */
  name: string
  apiVersion: 1
  title: string
  description?: string
  /** What a shop sets to use it; its values are `config`. */
  settings: Settings<Config>
  /** Settings that are never shown. */
  secrets?: readonly string[]
  /** Used by every shop without being set up; its settings need no values then. */
  always?: boolean
  /** Resolves once the other side has the notice. Anything thrown but `Undeliverable` is tried again, later and later. */
  deliver(notice: AlertNotice, delivery: Delivery<Config>): Promise<void>
}

type ChannelSpec<Schema extends StandardSchemaV1> = Omit<
  Channel<ConfigOf<Schema>>,
  "kind" | "apiVersion" | "settings" | "secrets"
> & {
  apiVersion?: 1
  settings: Schema
  secrets?: readonly (keyof ConfigOf<Schema> & string)[]
}

/**
 * Makes a channel; the file's default export.
 * @example
 * export default defineChannel({
 *   name: "ntfy", title: "ntfy", settings: fields({ topic: text({ title: "Topic" }) }), secrets: ["topic"],
 *   deliver: ({ alert }, { config, post }) => post(`https://ntfy.sh/${config.topic}`, alert.message),
 * })
 */
export function defineChannel<Schema extends StandardSchemaV1>(spec: ChannelSpec<Schema>): Channel<ConfigOf<Schema>> {
  return { apiVersion: API_VERSION, ...spec, kind: "channel" } as Channel<ConfigOf<Schema>>
}
