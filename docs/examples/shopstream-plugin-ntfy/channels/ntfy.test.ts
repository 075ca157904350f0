import { expect, test } from "bun:test"
import { deliveryOf, goldenNotice } from "@shopstream/plugins/testing"
import channel from "./ntfy.ts"

test("posts the message to the topic, as urgent as the alert is severe", async () => {
  const { posts } = await deliveryOf(channel, { topic: "lamps-alerts" })
  expect(posts).toEqual([
    {
      url: "https://ntfy.sh/lamps-alerts",
      body: "120 product views in 5 min instead of 60 (+100 %).",
      headers: { title: "Lamps: Traffic spike (firing)", priority: "high", click: goldenNotice.alert.link },
    },
  ])
})

test("tells of an end quietly", async () => {
  const { posts } = await deliveryOf(channel, { topic: "lamps" }, { ...goldenNotice, event: "resolved" })
  expect(posts[0]!.headers.priority).toBe("low")
})

test("refuses a topic that would be another path", async () => {
  expect(await deliveryOf(channel, { topic: "../admin" }).catch(String)).toContain("topic: expected letters")
})
