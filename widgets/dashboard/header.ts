import { html, nothing } from "lit"
import type { Status } from "../base/connection.ts"
import { icons, mark } from "./icons.ts"
import { navigation } from "./navigation.ts"
import { bell } from "./notify/bell.ts"
import type { Permission } from "./notify/desktop.ts"
import { type Preferences, WINDOWS } from "./preferences.ts"
import type { Route } from "./route.ts"

export interface HeaderOptions {
  shop: string
  route: Route
  /** How many alerts are firing. */
  firing: number
  permission: Permission
  toggleNotify(): void
  status: Status
  preferences: Preferences
  prefer(change: Partial<Preferences>): void
  /** Absent = there is nothing to sign out of. */
  signOut?: () => void
}

const STATES: Record<Status["state"], string> = {
  connecting: "Connecting",
  live: "Live",
  stale: "Reconnecting",
  offline: "Offline",
  refused: "Refused",
}

const THEMES = [
  { theme: undefined, icon: icons.auto, title: "Theme: system" },
  { theme: "light", icon: icons.sun, title: "Theme: light" },
  { theme: "dark", icon: icons.moon, title: "Theme: dark" },
] as const

/** Brand, shop, connection, pages, window, notifications, theme, sign-out. */
export function header(options: HeaderOptions) {
  const { shop, route, status, preferences, prefer, signOut } = options
  const index = THEMES.findIndex(({ theme }) => theme === preferences.theme)
  const current = THEMES[index]!
  const next = THEMES[(index + 1) % THEMES.length]!
  return html`
    <header part="header">
      <div class="brand">${mark}<span class="product">ShopStream</span><span class="slash">/</span><h1>${shop}</h1></div>
      <span class="pill ${status.state}" role="status" title=${status.reason ?? ""}><i></i>${STATES[status.state]}</span>
      ${navigation(options)}
      ${route.page === "overview" ? windows(options) : nothing}
      <div class="tools">
        ${bell({ permission: options.permission, wanted: preferences.notify === true, toggle: options.toggleNotify })}
        <button class="quiet" title=${current.title} aria-label="${current.title}; switch to ${next.theme ?? "system"}"
          @click=${() => prefer({ theme: next.theme })}>${current.icon}</button>
        ${signOut && html`<button class="quiet" title="Sign out" aria-label="Sign out" @click=${signOut}>${icons.leave}</button>`}
      </div>
    </header>
  `
}

function windows({ preferences, prefer }: HeaderOptions) {
  return html`<fieldset class="windows">
    <legend class="unseen">Window</legend>
    ${WINDOWS.map(
      ({ minutes, name, title }) => html`<label title=${title}>
        <input class="unseen" type="radio" name="minutes" .checked=${minutes === preferences.minutes}
          aria-label=${title} @change=${() => prefer({ minutes })} /><span>${name}</span>
      </label>`,
    )}
  </fieldset>`
}
