import type { ShopElement } from "../base/element.ts"
import "../define/shop-dashboard.ts"
import type { ShopDashboard } from "../shop-dashboard.ts"
import type { Case } from "./cases.ts"
import { FixtureConnection } from "./fixture-connection.ts"
import { answers, reading } from "./fixtures.ts"

/** Makes the element of a case, not yet in the page. */
export function elementOf(
  { element: name, attributes, properties, connection }: Case,
  theme?: "light" | "dark",
): ShopElement {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  if (theme) element.theme = theme
  return Object.assign(element, { connection, ...properties })
}

const session = {
  shop: { id: "demo", name: "Nordlicht Store", currency: "USD" },
  kind: "admin",
  write_key: null,
} as const

const stages = {
  open: { stage: { at: "open", session }, connection: new FixtureConnection({ state: "live" }, answers()) },
  welcome: {
    stage: { at: "open", session },
    connection: new FixtureConnection({ state: "live" }, topic => ({
      data: topic.startsWith("alerts") ? [] : reading(topic, { value: 0 }),
    })),
  },
  "sign-in": {
    stage: { at: "signed-out" },
    connection: new FixtureConnection({ state: "connecting" }, () => ({})),
  },
  failed: {
    stage: { at: "failed", message: "stats.shop.example cannot be reached." },
    connection: new FixtureConnection({ state: "connecting" }, () => ({})),
  },
} as const

export type DashboardStage = keyof typeof stages
export const dashboardStages = Object.keys(stages) as DashboardStage[]

/** The dashboard at a stage, signed in to nothing. */
export function dashboardAt(name: DashboardStage, theme?: "light" | "dark"): ShopDashboard {
  const dashboard = document.createElement("shop-dashboard")
  dashboard.lang = "en"
  if (theme) dashboard.theme = theme
  return Object.assign(dashboard, stages[name])
}
