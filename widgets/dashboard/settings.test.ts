import { expect, test } from "bun:test"
import { type Field, fieldsOf, filledIn } from "./settings.ts"

const plugin = {
  name: "ntfy",
  title: "ntfy",
  settings: { enabled: true, config: { topic: "shop", least_views: 3, tags: [] } },
}

test("a plugin that names no fields is asked for the numbers and texts it has", () => {
  expect(fieldsOf(plugin)).toEqual([
    { name: "topic", title: "Topic", type: "text" },
    { name: "least_views", title: "Least views", type: "number" },
  ])
  expect(fieldsOf({ ...plugin, form: [], settings: null })).toEqual([])
})

test("what is filled in has the type of its field, and what is left empty stays as it was", () => {
  const fields: Field[] = [
    { name: "threshold", title: "", type: "number" },
    { name: "url", title: "", type: "text" },
    { name: "secret", title: "", type: "text" },
  ]
  const data = new FormData()
  data.set("threshold", "2.5")
  data.set("url", "https://a.example")
  data.set("secret", "")
  expect(filledIn(fields, data)).toEqual({ threshold: 2.5, url: "https://a.example" })
})
