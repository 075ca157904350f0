import type { Alert, Channel, FormField, Severity, WithForm } from "../../plugins/kit/index.ts"
import { Refusal } from "../errors.ts"
import type { AlertSetting } from "../store/alerts.ts"

/** How a shop has one alert. */
export interface AlertSettings {
  enabled: boolean
  /** Minutes of silence after the end of one, before the same may fire again. */
  cooldown: number
  /** What the plugin's schema makes of it. */
  config: unknown
}

/** How a shop has one channel. */
export interface ChannelSettings {
  enabled: boolean
  /** Less severe alerts are not told here. */
  minimum: Severity
  config: unknown
}

/** Alerts that happen are kept but not told, until a time. */
export interface Silence {
  id: string
  /** Name of the alert; absent: all. */
  alert?: string
  subject?: string
  /** ISO 8601. */
  until: string
  reason?: string
}

/** One setting as a form asks for it. */
export type SettingField = FormField & { secret?: boolean }

export const SEVERITIES: readonly Severity[] = ["info", "warning", "critical"]
const DEFAULT_COOLDOWN = 30
const HIDDEN = "••••••••"

const settingOf = (settings: readonly AlertSetting[], kind: AlertSetting["kind"], name: string): unknown =>
  settings.find(setting => setting.kind === kind && setting.name === name)?.value

/** @param settings of one shop. @throws Refusal bad_parameter where what was kept does not suit the plugin any more */
export async function alertSettings(plugin: Alert, settings: readonly AlertSetting[]): Promise<AlertSettings> {
  const kept = (settingOf(settings, "alert", plugin.name) ?? {}) as Partial<AlertSettings>
  const { enabled = true, cooldown = plugin.cooldown ?? DEFAULT_COOLDOWN } = kept
  return { enabled, cooldown, config: await checked(plugin, kept.config ?? {}) }
}

/** Undefined where the shop never set the channel up and it cannot do without. */
export async function channelSettings(
  plugin: Channel,
  settings: readonly AlertSetting[],
): Promise<ChannelSettings | undefined> {
  const kept = settingOf(settings, "channel", plugin.name) as Partial<ChannelSettings> | undefined
  if (!kept && !plugin.always) return undefined
  const { enabled = true, minimum = "info" } = kept ?? {}
  return { enabled, minimum, config: await checked(plugin, kept?.config ?? {}) }
}

/** @throws Refusal bad_parameter that names each wrong setting and never its value */
export async function checked(plugin: Pick<Alert | Channel, "name" | "settings">, config: unknown): Promise<unknown> {
  const result = await plugin.settings["~standard"].validate(config)
  if (!result.issues) return result.value
  const details = result.issues.map(({ path = [], message }) => ({
    parameter: ["config", ...path.map(part => String(typeof part === "object" ? part.key : part))].join("."),
    message,
  }))
  const said = details.map(({ parameter, message }) => `${parameter}: ${message}`).join("; ")
  throw new Refusal("bad_parameter", `${plugin.name}: ${said}`, details)
}

export function silencesOf(settings: readonly AlertSetting[], now: number): Silence[] {
  return settings
    .filter(({ kind }) => kind === "silence")
    .map(({ value }) => value as Silence)
    .filter(({ until }) => Date.parse(until) > now)
}

export const isSilenced = (silences: readonly Silence[], alert: string, subject: string): boolean =>
  silences.some(
    silence => (silence.alert ?? alert) === alert && (silence.subject === undefined || silence.subject === subject),
  )

/** What a form needs to ask for a plugin's settings; undefined where its schema does not say. */
export function formOf({ settings, secrets = [] }: Pick<Channel, "settings" | "secrets">): SettingField[] | undefined {
  const { form } = settings as Partial<WithForm>
  return form?.map(field => ({ ...field, ...(secrets.includes(field.name) && { secret: true }) }))
}

/** A config to show: secrets that are set are hidden. */
export function withoutSecrets({ secrets = [] }: Pick<Channel, "secrets">, config: unknown): unknown {
  if (typeof config !== "object" || config === null) return config
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, secrets.includes(name) && value ? HIDDEN : value]),
  )
}

/** A config as sent by somebody who was shown the hidden one: what is still hidden stays as it was. */
export function withKeptSecrets({ secrets = [] }: Pick<Channel, "secrets">, sent: unknown, kept: unknown): unknown {
  if (typeof sent !== "object" || sent === null) return sent
  const before = (kept ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      secrets.includes(name) && value === HIDDEN ? before[name] : value,
    ]),
  )
}
