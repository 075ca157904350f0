import { describe, expect, test } from "bun:test"
import { join } from "node:path"
import { loadPlugins } from "../../../runtime/plugins.ts"
import {
  contribute,
  defineAlert,
  defineChannel,
  defineSessionMetric,
  fields,
  keysOfSession,
  number,
  text,
} from "../index.ts"
import { deliveryOf, entityLawsOf, findingsOf, reading, readingOf } from "./index.ts"

const { plugins } = await loadPlugins([join(import.meta.dir, "../..")])
const stored = plugins.map(({ plugin }) => plugin).filter(plugin => plugin.kind !== "derived")
const named = (name: string) => stored.find(plugin => plugin.name === name)!

test("metrics of every kind read the golden hour as people would", () => {
  expect(readingOf(named("product_views")).value).toBe(3)
  expect(readingOf(named("sessions")).value).toBe(3)
  expect(readingOf(named("orders")).by.country).toEqual({ DE: 1, FR: 1 })
  expect(readingOf(named("revenue")).value).toEqual({ USD: 105 })
  expect(readingOf(named("new_visitors"), []).value).toBe(0)
})

for (const plugin of stored) {
  if (plugin.kind === "event") continue
  describe(plugin.name, () => {
    for (const { law, check } of entityLawsOf(plugin)) test(law, check)
  })
}

const broken = (more: Partial<Parameters<typeof defineSessionMetric>[0]>) =>
  defineSessionMetric({ name: "broken", title: "Broken", unit: "count", contribute: () => [], ...more })

let calls = 0
test.each([
  ["the same summary contributes the same", broken({ contribute: s => [{ at: s.first, amount: calls++ }] })],
  ["amounts are finite, at a time there is", broken({ contribute: s => [{ at: s.first, amount: 1 / 0 }] })],
  [
    "every dimension that is contributed to is declared in by",
    broken({ contribute: s => contribute(s.first, 1, { ...keysOfSession(s), moon: "full" }) }),
  ],
])("a metric that breaks it is caught by: %s", (name, metric) => {
  expect(entityLawsOf(metric).find(({ law }) => law === name)!.check).toThrow()
})

test("an alert judges the readings of a test by the settings of a test", async () => {
  const alert = defineAlert({
    ...{ name: "no_orders", title: "No orders", severity: "warning", metric: "orders", unit: "count" },
    settings: fields({ least: number({ title: "Least", default: 1 }) }),
    asks: () => ({ orders: { metric: "orders", minutes: 60 } }),
    judge: ({ config, readings: { orders } }) => [
      { verdict: orders.value! < config.least ? "breach" : "normal", value: orders.value, baseline: null, message: "" },
    ],
  })
  expect((await findingsOf(alert, { orders: reading(0) }))[0]!.verdict).toBe("breach")
  expect((await findingsOf(alert, { orders: reading(3) }, { least: 5 }))[0]!.verdict).toBe("breach")
  expect((await findingsOf(alert, { orders: reading(3) }))[0]!.verdict).toBe("normal")
})

test("what a channel sends is caught, and a setting that lacks is named", async () => {
  const channel = defineChannel({
    ...{ name: "pager", title: "Pager", settings: fields({ to: text({ title: "To" }) }) },
    deliver: ({ alert }, { config, post }) => post(`https://pager.example/${config.to}`, alert.message),
  })
  const { posts } = await deliveryOf(channel, { to: "me" })
  expect(posts.map(({ url }) => url)).toEqual(["https://pager.example/me"])
  expect(await deliveryOf(channel).catch(String)).toContain("to: expected a text")
})
