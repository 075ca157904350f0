import { expect, test } from "bun:test"
import { defineAlert } from "./alert.ts"
import { choice, fields, number, text } from "./settings.ts"

const schema = fields({
  threshold: number({ title: "Percent", default: 50, min: 1, max: 100 }),
  url: text({ title: "Address", pattern: /^https:/, matching: "an https address" }),
  mood: choice({ title: "Mood", default: "calm", of: ["calm", "loud"] }),
})
const validate = (given: unknown) => schema["~standard"].validate(given)
const problems = async (given: unknown) =>
  (await validate(given)).issues?.map(({ path, message }) => `${path?.join(".")}: ${message}`)

test("what is not given takes its default", async () => {
  expect(await validate({ url: "https://a.example" })).toEqual({
    value: { threshold: 50, url: "https://a.example", mood: "calm" },
  })
})

test("each wrong setting is named with what was expected", async () => {
  expect(await problems({ threshold: 500, url: "ftp://x", mood: "sad" })).toEqual([
    "threshold: expected a number from 1 to 100, got 500",
    "url: expected an https address",
    'mood: expected one of calm, loud, got "sad"',
  ])
  expect(await problems({ url: "https://a.example", treshold: 3 })).toEqual([
    "treshold: is no setting; expected threshold, url, mood",
  ])
  expect((await validate([])).issues).toHaveLength(1)
})

test("the types of the settings reach the functions of the alert", () => {
  const alert = defineAlert({
    name: "a",
    title: "A",
    severity: "info",
    metric: "orders",
    unit: "count",
    settings: schema,
    secrets: ["url"],
    asks: ({ threshold }) => ({ orders: { metric: "orders", minutes: threshold satisfies number } }),
    judge: ({ config, readings }) => {
      const mood: "calm" | "loud" = config.mood
      return [{ verdict: "normal", value: readings.orders.value, baseline: null, message: mood }]
    },
  })
  expect(alert).toMatchObject({ kind: "alert", apiVersion: 1, secrets: ["url"] })
})

test("a form learns what to ask for", () => {
  expect(schema.form).toEqual([
    { name: "threshold", title: "Percent", type: "number", min: 1, max: 100, default: 50 },
    { name: "url", title: "Address", type: "text" },
    { name: "mood", title: "Mood", type: "choice", of: ["calm", "loud"], default: "calm" },
  ])
  expect(fields({ most: number({ title: "Most", default: 3 }) }).form).toEqual([
    { name: "most", title: "Most", type: "number", default: 3 },
  ])
})
