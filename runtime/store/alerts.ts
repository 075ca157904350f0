import type { AlertNotice, Severity, Unit } from "../../plugins/kit/index.ts"

/** In the order of a life. */
export const ALERT_STATUSES = ["firing", "acknowledged", "resolved"] as const
export type AlertStatus = (typeof ALERT_STATUSES)[number]

/** One alert from its beginning to its end. Times are ISO 8601. */
export interface AlertRecord {
  /** UUIDv7: rises with the start. */
  id: string
  shop: string
  /** Name of the plugin. */
  alert: string
  /** What it is about where the plugin watches several things; else `""`. */
  subject: string
  title: string
  severity: Severity
  status: AlertStatus
  message: string
  metric: string
  unit: Unit
  currency?: string
  value: number | null
  baseline: number | null
  window: { from: string; to: string }
  started_at: string
  updated_at: string
  acknowledged_at?: string
  acknowledged_by?: string
  resolved_at?: string
}

/** A notice on its way through a channel. It is written together with the change it tells of, so none is lost. */
export interface DeliveryRecord {
  /** The notice's id and the channel. */
  id: string
  shop: string
  /** Id of the alert. */
  alert: string
  channel: string
  status: "pending" | "delivered" | "failed"
  attempts: number
  /** Epoch ms of the next attempt, while pending. */
  next_at: number
  created_at: string
  done_at?: string
  /** Why the last attempt failed. */
  error?: string
  notice: AlertNotice
}

/** What a shop set up: of an alert, of a channel, or a silence. */
export interface AlertSetting {
  shop: string
  kind: "alert" | "channel" | "silence"
  /** Name of the plugin, or a silence's id. */
  name: string
  /** JSON; null takes the setting away. */
  value: unknown
}

/** Who must still have which lease for something to be written, see `Store.lease`. */
export interface Term {
  lease: string
  holder: string
}

export interface AlertChanges {
  /** Writes nothing where the holder has lost the lease: a leader that hung does not undo what its successor did. */
  under?: Term
  alerts?: readonly AlertRecord[]
  deliveries?: readonly DeliveryRecord[]
  settings?: readonly AlertSetting[]
}

/** The part of a store that the alert room writes. */
export interface AlertBook {
  /** Of one shop, or of all; newest start first. With `open`, those that are not resolved only. */
  alerts(query: { shop?: string; open?: boolean; limit: number }): Promise<AlertRecord[]>
  /** With `due` (epoch ms), the pending ones that are due by then, oldest first; else all, newest first. */
  deliveries(query: { shop?: string; due?: number; limit: number }): Promise<DeliveryRecord[]>
  alertSettings(): Promise<AlertSetting[]>
  /**
   * Absolute upserts by id (settings by shop, kind and name), all of them or none. A life never goes back: an alert that
   * is behind the kept one (firing, acknowledged, resolved) is left out, so that a person and the engine may write at once.
   * @returns false where nothing was written because the term was over
   */
  saveAlerts(changes: AlertChanges): Promise<boolean>
  /** Drops resolved alerts that started, and finished deliveries that were made, before the given time (ISO 8601). */
  forgetAlerts(before: string): Promise<void>
}
