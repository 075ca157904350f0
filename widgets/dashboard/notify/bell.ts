import { html, nothing } from "lit"
import { icons } from "../icons.ts"
import type { Permission } from "./desktop.ts"

export interface BellOptions {
  permission: Permission
  wanted: boolean
  /** Asks the reader where nobody did; else turns notifications on or off. */
  toggle(): void
}

/** The switch for notifications of the browser. */
export function bell({ permission, wanted, toggle }: BellOptions) {
  if (permission === "unsupported") return nothing
  const isOn = wanted && permission === "allowed"
  const title =
    permission === "blocked"
      ? "Notifications are blocked in the settings of this browser"
      : `Notifications of alerts: ${isOn ? "on" : "off"}`
  return html`<button class="quiet bell" title=${title} aria-label=${title} aria-pressed=${isOn}
    aria-disabled=${permission === "blocked"} @click=${() => permission !== "blocked" && toggle()}>
    ${isOn ? icons.bell : icons.bellOff}
  </button>`
}
