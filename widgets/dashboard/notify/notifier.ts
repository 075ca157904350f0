import type { ReactiveController } from "lit"
import { type Alert, chartLink, comparison } from "../../base/alert.ts"
import type { TopicController } from "../../base/controller.ts"
import type { ShopElement } from "../../base/element.ts"
import { ask } from "../../base/rest.ts"
import { serverOf } from "../../base/server.ts"
import { sentence } from "../../base/words.ts"
import type { Delivery } from "../delivery-log.ts"
import { claim } from "./claim.ts"
import { type Note, notify, permission } from "./desktop.ts"
import { fresh, type Known, known } from "./fresh.ts"

/** Toasts shown at once: more than these are read in the list. */
const MOST_TOASTS = 3

export interface Toast extends Note {
  severity: Alert["severity"]
}

/**
 * Tells alerts that begin or get worse while the dashboard is open: by a notification of the browser where the reader
 * wants them, else by a toast in the page. Once, however many tabs are open.
 */
export class Notifier implements ReactiveController {
  toasts: readonly Toast[] = []
  #known?: Known
  #seen?: readonly Alert[]

  /** @param wanted whether the reader wants notifications outside the page */
  constructor(
    private readonly host: ShopElement,
    private readonly topic: TopicController<Alert[]>,
    private readonly wanted: () => boolean,
  ) {
    host.addController(this)
  }

  hostUpdate() {
    const alerts = this.topic.data
    if (!alerts || alerts === this.#seen) return
    this.#seen = alerts
    // What began before this dashboard was opened stands in the list.
    const news = this.#known ? fresh(this.#known, alerts) : []
    this.#known = known(alerts)
    this.#drop(({ tag }) => alerts.some(({ id, status }) => id === tag && status !== "firing"))
    if (news.length > 0) void this.#tell(news)
  }

  /** Another shop or reader: what was known says nothing any more. */
  forget() {
    this.#known = this.#seen = undefined
    this.#drop(() => true)
  }

  /** Shows how it looks. */
  test() {
    const words = { title: "Test", body: "This is a test: alerts of your shop look like this here." }
    void this.#show({ tag: "test", ...words, link: "#alerts", severity: "info" }, async () => true)
  }

  dismiss(tag: string) {
    this.#drop(toast => toast.tag === tag)
  }

  /** The server decides who is told: the log has a delivery unless the channel is off, the alert silenced, or too mild. */
  async #tell(alerts: readonly Alert[]) {
    const deliveries = await ask<Delivery[]>(this.host, "/api/alerts/deliveries?limit=100").catch(() => [])
    for (const alert of alerts) {
      const isDue = deliveries.some(({ channel, alert: id, event }) => {
        return channel === "browser" && id === alert.id && (event === "firing" || event === "escalated")
      })
      if (isDue) await this.#show(this.#toast(alert), () => claim(`${alert.id} ${alert.severity}`))
    }
  }

  async #show(toast: Toast, isMine: () => Promise<boolean>) {
    const isOutside = this.wanted() && permission() === "allowed"
    // A toast in a tab that nobody sees would take it from the one that is looked at.
    if (!isOutside) await visible()
    if (!(await isMine())) return
    const { severity, ...note } = toast
    if (isOutside && notify(note)) return
    this.toasts = [toast, ...this.toasts.filter(({ tag }) => tag !== toast.tag)].slice(0, MOST_TOASTS)
    this.host.requestUpdate()
  }

  #toast(alert: Alert): Toast {
    const { id, severity, title, subject, message } = alert
    const numbers = Object.values(comparison(alert, this.host.locale)).join(" ")
    const link = chartLink(serverOf(this.host), alert)
    const words = `${sentence(severity)}: ${title}${subject ? ` · ${subject}` : ""}`
    return { tag: id, severity, title: words, body: `${numbers}. ${message}`, link }
  }

  #drop(isGone: (toast: Toast) => boolean) {
    const kept = this.toasts.filter(toast => !isGone(toast))
    if (kept.length === this.toasts.length) return
    this.toasts = kept
    this.host.requestUpdate()
  }
}

/** Resolves once the page is looked at. */
function visible(): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (document.visibilityState !== "visible") return
      document.removeEventListener("visibilitychange", look)
      resolve()
    }
    document.addEventListener("visibilitychange", look)
    look()
  })
}
