/** The kinds of file that the scaffolder makes, and the folder that each lies in. */
export const FOLDER_OF = { metric: "metrics", alert: "alerts", channel: "channels" } as const

export type FileKind = keyof typeof FOLDER_OF

export interface TemplateInput {
  name: string
  /** What the kit is imported by. */
  kit: string
  /** What the test harness is imported by. */
  testing: string
}

export interface Template {
  source: string
  test: string
}

/** A plugin that works as it is and is meant to be changed, with its test. */
export const TEMPLATES: Readonly<Record<FileKind, (input: TemplateInput) => Template>> = { metric, alert, channel }

/** `big_orders` as `Big orders`. */
function titleOf(name: string): string {
  const words = name.replaceAll("_", " ").trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function metric({ name, kit, testing }: TemplateInput): Template {
  return {
    source: `import { count, defineMetric } from "${kit}"

/** Purchases of 100 or more. */
export default defineMetric({
  apiVersion: 1,
  name: "${name}",
  title: "${titleOf(name)}",
  description: "Purchases of 100 or more.",
  unit: "count",
  on: ["purchase"],
  by: { country: e => e.location?.country },
  ...count(e => (e.total_amount ?? 0) >= 100),
})
`,
    test: `import { expect, test } from "bun:test"
import { readingOf } from "${testing}"
import metric from "./${name}.ts"

test("counts Ada's order of 130 and not Cleo's of 25", () => {
  expect(readingOf(metric)).toEqual({ value: 1, by: { country: { DE: 1, FR: 0 } } })
})

test("is zero where nothing was bought", () => {
  expect(readingOf(metric, []).value).toBe(0)
})
`,
  }
}

function alert({ name, kit, testing }: TemplateInput): Template {
  return {
    source: `import { defineAlert, fields, number, quantity, threshold } from "${kit}"

/** Fewer orders than there should be, while people look at products. */
export default defineAlert({
  apiVersion: 1,
  name: "${name}",
  title: "${titleOf(name)}",
  description: "Few orders although many products are looked at.",
  severity: "warning",
  metric: "orders",
  unit: "count",
  settings: fields({
    threshold: number({ title: "Least orders in the window", default: 1, min: 1 }),
    minutes: number({ title: "Window in minutes", default: 60, min: 5, max: 1_440 }),
    minimum: number({ title: "Least product views in the window", default: 100, min: 1 }),
  }),
  asks: ({ minutes }) => ({
    orders: { metric: "orders", minutes },
    views: { metric: "product_views", minutes },
  }),
  judge({ config, readings: { orders, views } }) {
    const isEnough = (views.value ?? 0) >= config.minimum
    return [
      {
        verdict: isEnough ? threshold(orders.value, { below: config.threshold }) : "unknown",
        value: orders.value,
        baseline: config.threshold,
        message: \`\${quantity(orders.value ?? 0)} orders in \${config.minutes} min.\`,
      },
    ]
  },
})
`,
    test: `import { expect, test } from "bun:test"
import { findingsOf, reading } from "${testing}"
import alert from "./${name}.ts"

const verdict = async (orders: number, views: number) => {
  const [finding] = await findingsOf(alert, { orders: reading(orders), views: reading(views) })
  return finding?.verdict
}

test("fires where many look and nobody buys", async () => {
  expect(await verdict(0, 500)).toBe("breach")
})

test("keeps quiet where enough is bought", async () => {
  expect(await verdict(20, 500)).toBe("normal")
})

test("keeps quiet where too few look to tell", async () => {
  expect(await verdict(0, 3)).toBe("unknown")
})
`,
  }
}

function channel({ name, kit, testing }: TemplateInput): Template {
  return {
    source: `import { defineChannel, fields, text } from "${kit}"

/** POSTs each alert as one line of text. */
export default defineChannel({
  apiVersion: 1,
  name: "${name}",
  title: "${titleOf(name)}",
  description: "A line of text for each alert, to an address of yours.",
  settings: fields({
    url: text({ title: "Address", pattern: /^https?:\\/\\/\\S+$/, matching: "an http or https address" }),
  }),
  // The address is the secret here: whoever knows it may write.
  secrets: ["url"],
  deliver: ({ event, shop, alert }, { config, post }) =>
    post(config.url, \`\${shop.name}: \${alert.title} \${event}. \${alert.message} \${alert.link}\`),
})
`,
    test: `import { expect, test } from "bun:test"
import { deliveryOf } from "${testing}"
import channel from "./${name}.ts"

test("sends the alert's message to the address that was set", async () => {
  const { posts } = await deliveryOf(channel, { url: "https://example.com/alerts" })
  expect(posts.map(({ url }) => url)).toEqual(["https://example.com/alerts"])
  expect(posts[0]!.body).toContain("120 product views in 5 min")
})

test("refuses what is no address", async () => {
  expect(await deliveryOf(channel, { url: "nowhere" }).catch(String)).toContain("an http or https address")
})
`,
  }
}
