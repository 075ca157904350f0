import { describe, expect, test } from "bun:test"
import { join } from "node:path"
import { loadPlugins } from "../../runtime/plugins.ts"
import { lawsOf } from "../kit/testing/laws.ts"

const { plugins, failures } = await loadPlugins([join(import.meta.dir, "..")])

test("every file in this folder is a plugin that loads", () => {
  expect(failures).toEqual([])
  expect(plugins.map(({ plugin }) => plugin.name)).toEqual(
    expect.arrayContaining([
      "revenue",
      "orders",
      "active_users",
      "product_views",
      "add_to_cart",
      "conversion_rate",
      "session_conversion_rate",
    ]),
  )
})

for (const { plugin } of plugins) {
  if (plugin.kind !== "event") continue
  describe(plugin.name, () => {
    for (const { law, check } of lawsOf(plugin)) test(law, check)
  })
}

test("every plugin says in a sentence what it counts", () => {
  for (const { plugin } of plugins) expect(plugin.description, plugin.name).toEndWith(".")
})
