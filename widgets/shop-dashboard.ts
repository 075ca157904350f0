import { html, type PropertyDeclarations, type PropertyValues } from "lit"
import type { Alert } from "./base/alert.ts"
import { TopicController } from "./base/controller.ts"
import { ShopElement } from "./base/element.ts"
import { serverOf } from "./base/server.ts"
import { theme } from "./base/theme.ts"
import { content } from "./dashboard/content.ts"
import { doorStyles } from "./dashboard/door.styles.ts"
import { frameStyles } from "./dashboard/frame.styles.ts"
import { header } from "./dashboard/header.ts"
import { navigationStyles } from "./dashboard/navigation.styles.ts"
import { askPermission, permission } from "./dashboard/notify/desktop.ts"
import { Notifier } from "./dashboard/notify/notifier.ts"
import { toastStyles } from "./dashboard/notify/toasts.styles.ts"
import { toasts } from "./dashboard/notify/toasts.ts"
import { loadPreferences, type Preferences, savePreferences } from "./dashboard/preferences.ts"
import { type Route, routeOf } from "./dashboard/route.ts"
import {
  endSession,
  forgetKey,
  keepKey,
  keptKey,
  openSession,
  type Session,
  SignInNeeded,
} from "./dashboard/session.ts"
import { opening, signIn } from "./dashboard/sign-in.ts"
import { welcome } from "./dashboard/welcome.ts"

/** Where a visit stands. `failed`: the server gave no usable answer. */
type Stage =
  | { at: "opening" }
  | { at: "failed"; message: string }
  | { at: "signed-out"; message?: string }
  | { at: "open"; session: Session }

/**
 * A shop had events if it had visitors within a month, or orders, which its backend may send without a visitor. With
 * neither there is nothing to show but how to begin.
 */
const SIGNS_OF_LIFE = ["active_users?days=30", "orders?days=30"] as const

/**
 * The whole dashboard: signs in, then shows the shop's numbers live, or how to install where there are none yet.
 * Elements put inside it join the board and share its connection. Which page it shows stands in the address after `#`.
 *
 * @element shop-dashboard
 * @attr {string} token - Key to sign in with; default the server's cookie, else a key the reader pastes
 * @slot - More elements, below the charts
 * @csspart header - The bar at the top
 * @csspart sign-in - The sign-in card
 * @csspart welcome - The card of a shop without events
 *
 * @example <shop-dashboard src="https://stats.shop.example"></shop-dashboard>
 */
export class ShopDashboard extends ShopElement {
  static override properties: PropertyDeclarations = {
    stage: { state: true },
    route: { state: true },
    preferences: { state: true },
    busy: { state: true },
    copied: { state: true },
  }
  static override styles = [theme, frameStyles, navigationStyles, doorStyles, toastStyles]

  /** Fixtures set it; a page never needs to. */
  declare stage: Stage
  declare protected route: Route
  declare protected preferences: Preferences
  declare protected busy: boolean
  declare protected copied: boolean

  readonly #signs: TopicController[] = SIGNS_OF_LIFE.map(
    topic => new TopicController(this, () => (this.stage.at === "open" && !this.#hasEvents ? topic : undefined)),
  )
  #hasEvents = false
  readonly #alerts = new TopicController<Alert[]>(
    this,
    () => (this.stage.at === "open" ? "alerts?limit=100" : undefined),
    alerts => alerts.length === 0,
  )
  readonly #notifier = new Notifier(this, this.#alerts, () => this.preferences.notify === true)

  constructor() {
    super()
    this.route = routeOf(location.hash)
    this.stage = { at: "opening" }
    this.preferences = loadPreferences()
    this.busy = false
    this.copied = false
  }

  override connectedCallback() {
    super.connectedCallback()
    this.theme ??= this.preferences.theme
    addEventListener("hashchange", this.#onHash)
    this.#onHash()
    if (this.stage.at === "opening") void this.#open(this.token ?? keptKey(this.#server))
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    removeEventListener("hashchange", this.#onHash)
  }

  protected override willUpdate() {
    if (this.#signs.some(({ data }) => data?.value)) this.#hasEvents = true
  }

  protected override updated(changed: PropertyValues<this>) {
    if (!changed.has("token") && !changed.has("connection")) return
    for (const child of this.querySelectorAll("*")) if (child instanceof ShopElement) child.requestUpdate()
  }

  protected override render() {
    const { stage } = this
    const { status } = this.#signs[0]!
    if (stage.at === "opening") return opening(undefined, this.#retry)
    if (stage.at === "failed") return opening(stage.message, this.#retry)
    if (stage.at === "signed-out") return this.#signIn(stage.message)
    if (status.state === "refused") return this.#signIn(status.reason)
    const { session } = stage
    const { minutes } = this.preferences
    return html`
      ${header({
        ...{ shop: session.shop.name, route: this.route, status, preferences: this.preferences },
        firing: this.#alerts.data?.filter(alert => alert.status === "firing").length ?? 0,
        permission: permission(),
        toggleNotify: () => void this.#toggleNotify(),
        prefer: change => this.#prefer(change),
        signOut: () => void this.#leave(),
      })}
      <div @shop-test-notice=${() => this.#notifier.test()}>
        ${
          this.route.page === "overview" && this.#isEmpty()
            ? this.#welcome(session)
            : content({
                ...{ route: this.route, minutes, mayChange: session.kind === "admin" },
                currency: session.shop.currency,
              })
        }
      </div>
      ${toasts(this.#notifier.toasts, tag => this.#notifier.dismiss(tag))}
    `
  }

  get #server(): string {
    return serverOf(this)
  }

  #isEmpty(): boolean {
    return !this.#hasEvents && this.#signs.every(({ data }) => data !== undefined && !data.value)
  }

  #signIn(message: string | undefined) {
    return signIn({ message, busy: this.busy, submit: key => void this.#open(key, true) })
  }

  #welcome({ shop, write_key }: Session) {
    const { copied } = this
    const copy = (text: string) => {
      void navigator.clipboard?.writeText(text).then(() => {
        this.copied = true
      })
    }
    return welcome({ shop: shop.name, server: this.#server, writeKey: write_key, copied, copy })
  }

  /** @param pasted whether the reader typed the key: then it is kept for this tab, and a refusal is worth a message */
  async #open(key: string | undefined, pasted = false) {
    this.busy = true
    try {
      const session = await openSession(this.#server, key)
      if (key && pasted) keepKey(this.#server, key)
      this.token = key
      this.#hasEvents = false
      this.#notifier.forget()
      this.stage = { at: "open", session }
    } catch (error) {
      const { message } = error as Error
      const isRefused = error instanceof SignInNeeded
      // A kept key that is no longer good would stand in the way of the cookie at the next visit.
      if (isRefused) forgetKey(this.#server)
      if (isRefused || pasted) this.stage = { at: "signed-out", message: key ? message : undefined }
      else this.stage = { at: "failed", message }
    } finally {
      this.busy = false
    }
  }

  async #leave() {
    forgetKey(this.#server)
    const { token } = this
    this.token = undefined
    this.stage = { at: "signed-out" }
    await endSession(this.#server, token).catch(({ message }: Error) => {
      // A forgotten key is out in any case, but without an answer the cookie may still stand, and the reader must know.
      if (!token) this.stage = { at: "signed-out", message: `Could not sign out: ${message}` }
    })
  }

  readonly #retry = () => {
    this.stage = { at: "opening" }
    void this.#open(this.token ?? keptKey(this.#server))
  }

  readonly #onHash = () => {
    this.route = routeOf(location.hash)
  }

  /** Only ever called by a click, which is when a browser lets a page ask. */
  async #toggleNotify() {
    const wasAllowed = permission() === "allowed"
    const isAllowed = wasAllowed || (await askPermission()) === "allowed"
    this.#prefer({ notify: isAllowed && !(wasAllowed && this.preferences.notify) })
  }

  #prefer(change: Partial<Preferences>) {
    this.preferences = { ...this.preferences, ...change }
    this.theme = this.preferences.theme
    savePreferences(this.preferences)
  }
}
