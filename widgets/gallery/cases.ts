import type { Connection } from "../base/connection.ts"
import type { Presence } from "../base/presence.ts"
import { alerts } from "./alerts.ts"
import { FixtureConnection } from "./fixture-connection.ts"
import { answers, reading } from "./fixtures.ts"

/** One widget in one state. */
export interface Case {
  name: string
  element: "shop-kpi" | "shop-chart" | "shop-viewers" | "shop-alerts" | "shop-funnel" | "shop-trending" | "shop-geo"
  attributes: Record<string, string>
  /** What a page can set by script only. */
  properties?: object
  connection: Connection
  /** The state it must show, and words that must be in it. Viewers show nothing unless live. */
  presence: Presence
  says: string[]
}

const live = new FixtureConnection({ state: "live" }, answers())
const loading = new FixtureConnection({ state: "connecting" }, () => ({}))
const threeMinutesAgo = new Date(Date.now() - 3 * 60_000).toISOString()
const stale = new FixtureConnection({ state: "stale" }, answers({ as_of: threeMinutesAgo }))
const empty = new FixtureConnection({ state: "live" }, topic => ({
  data: {
    ...reading(topic),
    value: null,
    change: null,
    series: reading(topic).series?.map(({ t }) => ({ t, value: null })),
  },
}))
const unknown = new FixtureConnection({ state: "live" }, () => ({
  problem: { code: "unknown_metric", message: "There is no metric “revenu”. Did you mean revenue?" },
}))
const offline = new FixtureConnection({ state: "offline", reason: "stats.shop.example cannot be reached." }, () => ({}))
const refused = new FixtureConnection(
  { state: "refused", code: "expired_token", reason: "The token expired on 1 January. Make a new one." },
  () => ({}),
)
const inMoney = (currency: string, value: number) =>
  new FixtureConnection({ state: "live" }, answers({ currency, value, unit: "money" }))

const telling = (data: unknown, state: "live" | "stale" = "live") =>
  new FixtureConnection({ state }, () => ({ data, rev: "fixture:1" }))
const forbidden = new FixtureConnection({ state: "live" }, () => ({
  problem: { code: "metric_not_allowed", message: "this token may not read alerts" },
}))

const kpi = { metric: "revenue", compare: "", lang: "en" }
const line = { metric: "revenue", lang: "en" }
const bar = { metric: "orders", type: "bar", lang: "en" }

export const cases: readonly Case[] = [
  {
    name: "Live",
    element: "shop-kpi",
    attributes: kpi,
    connection: live,
    presence: "live",
    says: ["Revenue", "$45,234.50", "+12.3%", "vs previous hour"],
  },
  {
    name: "Live, a fall that is bad",
    element: "shop-kpi",
    attributes: { ...kpi, metric: "active_users" },
    connection: live,
    presence: "live",
    says: ["1,284", "-3.2%"],
  },
  {
    name: "Live, a rise that is bad",
    element: "shop-kpi",
    attributes: { ...kpi, metric: "cart_abandonment_rate" },
    connection: live,
    presence: "live",
    says: ["70.1%", "+2.8%"],
  },
  {
    name: "Live, without comparison",
    element: "shop-kpi",
    attributes: { metric: "orders", minutes: "30", label: "Orders today", lang: "en" },
    connection: live,
    presence: "live",
    says: ["Orders today", "412", "Last 30 minutes"],
  },
  {
    name: "Loading",
    element: "shop-kpi",
    attributes: kpi,
    connection: loading,
    presence: "loading",
    says: ["Revenue"],
  },
  {
    name: "Empty",
    element: "shop-kpi",
    attributes: { ...kpi, metric: "conversion_rate" },
    connection: empty,
    presence: "empty",
    says: ["—"],
  },
  {
    name: "Stale",
    element: "shop-kpi",
    attributes: kpi,
    connection: stale,
    presence: "stale",
    says: ["$45,234.50", "Updated 3 min. ago"],
  },
  {
    name: "Error",
    element: "shop-kpi",
    attributes: { ...kpi, metric: "revenu" },
    connection: unknown,
    presence: "error",
    says: ["There is no metric"],
  },
  {
    name: "Offline from the start",
    element: "shop-kpi",
    attributes: kpi,
    connection: offline,
    presence: "error",
    says: ["cannot be reached"],
  },
  {
    name: "Refused",
    element: "shop-kpi",
    attributes: kpi,
    connection: refused,
    presence: "refused",
    says: ["The token expired"],
  },
  {
    name: "Yen have no decimals",
    element: "shop-kpi",
    attributes: { ...kpi, lang: "ja" },
    connection: inMoney("JPY", 4523450),
    presence: "live",
    says: ["4,523,450"],
  },
  {
    name: "Euro in German",
    element: "shop-kpi",
    attributes: { ...kpi, lang: "de" },
    connection: inMoney("EUR", 45234.5),
    presence: "live",
    says: ["45.234,50 €"],
  },
  {
    name: "Dinars have three decimals",
    element: "shop-kpi",
    attributes: kpi,
    connection: inMoney("KWD", 1234.567),
    presence: "live",
    says: ["1,234.567"],
  },
  {
    name: "Live line",
    element: "shop-chart",
    attributes: line,
    connection: live,
    presence: "live",
    says: ["Revenue", "$45,234.50", "Per minute, last hour"],
  },
  {
    name: "Live bars",
    element: "shop-chart",
    attributes: bar,
    connection: live,
    presence: "live",
    says: ["Orders", "412"],
  },
  {
    name: "A day by hours",
    element: "shop-chart",
    attributes: { ...line, minutes: "1440" },
    connection: live,
    presence: "live",
    says: ["Per hour, last 24 hours"],
  },
  {
    name: "Percent",
    element: "shop-chart",
    attributes: { ...line, metric: "conversion_rate" },
    connection: live,
    presence: "live",
    says: ["Conversion rate", "3.4%"],
  },
  {
    name: "Loading",
    element: "shop-chart",
    attributes: line,
    connection: loading,
    presence: "loading",
    says: ["Revenue"],
  },
  {
    name: "Empty",
    element: "shop-chart",
    attributes: line,
    connection: empty,
    presence: "empty",
    says: ["Nothing in the last hour yet."],
  },
  {
    name: "Stale",
    element: "shop-chart",
    attributes: line,
    connection: stale,
    presence: "stale",
    says: ["Updated 3 min. ago"],
  },
  {
    name: "Error",
    element: "shop-chart",
    attributes: { ...line, metric: "revenu" },
    connection: unknown,
    presence: "error",
    says: ["There is no metric"],
  },
  {
    name: "Refused",
    element: "shop-chart",
    attributes: line,
    connection: refused,
    presence: "refused",
    says: ["The token expired"],
  },
  {
    name: "Live",
    element: "shop-viewers",
    attributes: { lang: "en" },
    connection: live,
    presence: "live",
    says: ["1,284 people are shopping now"],
  },
  {
    name: "In German",
    element: "shop-viewers",
    attributes: { lang: "de", label: "{count} Menschen stöbern gerade" },
    connection: live,
    presence: "live",
    says: ["1.284 Menschen stöbern gerade"],
  },
  {
    name: "Live",
    element: "shop-alerts",
    attributes: { lang: "en" },
    properties: { actions: true },
    connection: telling(alerts),
    presence: "live",
    says: ["Traffic drop", "critical", "312 against 640", "-51.3%", "Acknowledge", "Silence", "Resolved · 3 hr. ago"],
  },
  {
    name: "Without a right to act",
    element: "shop-alerts",
    attributes: { lang: "en", show: "open" },
    properties: { actions: false },
    connection: telling(alerts),
    presence: "live",
    says: ["Open alerts", "Low conversion", "2.1% against 3.0%"],
  },
  {
    name: "Loading",
    element: "shop-alerts",
    attributes: { lang: "en" },
    connection: loading,
    presence: "loading",
    says: ["Alerts"],
  },
  {
    name: "Empty",
    element: "shop-alerts",
    attributes: { lang: "en", show: "open" },
    connection: telling([]),
    presence: "empty",
    says: ["All is well"],
  },
  {
    name: "Stale",
    element: "shop-alerts",
    attributes: { lang: "en" },
    properties: { actions: false },
    connection: telling(alerts, "stale"),
    presence: "stale",
    says: ["Traffic drop"],
  },
  {
    name: "Offline from the start",
    element: "shop-alerts",
    attributes: { lang: "en" },
    connection: offline,
    presence: "error",
    says: ["cannot be reached"],
  },
  {
    name: "No permission",
    element: "shop-alerts",
    attributes: { lang: "en" },
    connection: forbidden,
    presence: "refused",
    says: ["This token may not read alerts"],
  },
  {
    name: "Live",
    element: "shop-funnel",
    attributes: { lang: "en" },
    connection: live,
    presence: "live",
    says: ["Looked at a product", "7,021 sessions", "Bought", "5.8%"],
  },
  {
    name: "Empty",
    element: "shop-funnel",
    attributes: { lang: "en" },
    connection: telling({ steps: [{ step: "view", events: 0, sessions: 0, percent: null }] }),
    presence: "empty",
    says: ["Nothing in the last hour yet."],
  },
  {
    name: "Live",
    element: "shop-trending",
    attributes: { lang: "en" },
    connection: live,
    presence: "live",
    says: ["Fjällräven Kånken", "214", "4.2×", "p3"],
  },
  {
    name: "Loading",
    element: "shop-trending",
    attributes: { lang: "en" },
    connection: loading,
    presence: "loading",
    says: ["Trending products", "Last 5 minutes"],
  },
  {
    name: "Live",
    element: "shop-geo",
    attributes: { lang: "en" },
    connection: live,
    presence: "live",
    says: ["United States", "$18,230.50", "171 orders", "Atlantis", "1 order"],
  },
  {
    name: "By city, in German",
    element: "shop-geo",
    attributes: { lang: "de", by: "city" },
    connection: live,
    presence: "live",
    says: ["Berlin, Deutschland", "4.205,50 $"],
  },
  {
    name: "Refused",
    element: "shop-geo",
    attributes: { lang: "en" },
    connection: refused,
    presence: "refused",
    says: ["The token expired"],
  },
]
