import { describe, expect, test } from "bun:test"
import type { Store } from "../../store/store.ts"
import { createAnswers } from "../answers.ts"
import { RETENTION, testShop, widget } from "../testing.ts"
import type { CustomFunnelAnswer } from "./custom-funnel.ts"

const at = (time: string) => `2025-01-15T${time}Z`

async function shopWithVisits() {
  const shop = await testShop()
  await shop.add([
    { event_type: "page_view", session_id: "a", user_id: "ada", timestamp: at("10:00:00") },
    { event_type: "page_view", session_id: "b", user_id: "bob", timestamp: at("10:01:00") },
    { event_type: "wishlist", session_id: "b", user_id: "bob", timestamp: at("10:02:00") },
    { event_type: "wishlist", session_id: "a2", user_id: "ada", timestamp: at("10:20:00") },
    { event_type: "purchase", session_id: "b", user_id: "bob", total_amount: 5, timestamp: at("10:25:00") },
  ])
  const funnel = (query: string, as = shop.principal) =>
    shop.ask(`funnel/custom?${query}`, as) as unknown as Promise<CustomFunnelAnswer>
  const refused = async (query: string, as = shop.principal) => funnel(query, as).catch(error => error)
  return { ...shop, funnel, refused }
}

describe("a custom funnel", () => {
  test("follows sessions or visitors, and says that it read single events", async () => {
    const { funnel } = await shopWithVisits()
    const steps = "steps=page_view,wishlist,purchase"
    expect(await funnel(steps)).toEqual({
      per: "session",
      steps: [
        { step: "page_view", events: 2, reached: 2, percent: 100, percent_of_previous: 100 },
        { step: "wishlist", events: 2, reached: 1, percent: 50, percent_of_previous: 50 },
        { step: "purchase", events: 1, reached: 1, percent: 50, percent_of_previous: 100 },
      ],
      source: "raw",
      as_of: "2025-01-15T10:30:20.000Z",
    })
    const reached = async (query: string) => (await funnel(query)).steps.map(({ reached }) => reached)
    expect(await reached(`${steps}&per=visitor`)).toEqual([2, 2, 1])
    expect(await reached(`${steps}&per=visitor&within=20`)).toEqual([2, 2, 0])
    expect(await reached(`${steps}&per=visitor&within=19`)).toEqual([2, 1, 0])
  })

  test("sees only what happened in its window, and compares with the one before", async () => {
    const { funnel } = await shopWithVisits()
    const { steps } = await funnel("steps=page_view,wishlist&per=visitor&minutes=15&compare=previous")
    expect(steps).toMatchObject([
      { reached: 0, percent: null, previous: { events: 1, reached: 1 } },
      { events: 1, reached: 0, percent_of_previous: null, previous: { reached: 1, percent: 100 } },
    ])
    const { steps: longer } = await funnel("steps=page_view,wishlist&from=2025-01-15T10:10:00Z&compare=previous")
    expect(longer[0]).toMatchObject({ reached: 0, previous: { reached: 2, percent: 100 } })
  })

  test("knows only the shop's own events", async () => {
    const { funnel, principal } = await shopWithVisits()
    const other = { ...principal, shop: { ...principal.shop, id: "other" } }
    expect((await funnel("steps=page_view,wishlist", other)).steps[0]!.events).toBe(0)
  })

  test("names what is wrong with a question", async () => {
    const { refused } = await shopWithVisits()
    for (const query of ["", "steps=purchase", "steps=a,b[shoe:1]", "steps=a,b&days=31"]) {
      expect(await refused(query)).toMatchObject({ code: "bad_parameter", details: { parameter: "steps" } })
    }
    expect(await refused("steps=a,b&per=order")).toMatchObject({ details: { parameter: "per" } })
    expect(await refused("steps=a,b&within=0")).toMatchObject({ details: { parameter: "within" } })
  })

  test("is refused to widget tokens, and where it would take too long", async () => {
    const { refused, shop, store, registry, principal, clock } = await shopWithVisits()
    const token = widget(shop, { metrics: ["funnel/custom"] })
    expect(await refused("steps=page_view,wishlist", token)).toMatchObject({ code: "metric_not_allowed" })

    let now = clock()
    const slow: Store = {
      ...store,
      async rawEvents(...question) {
        now += 1_500
        return { ...(await store.rawEvents(...question)), next: "more" }
      },
    }
    const options = { registry, rev: () => "test:0", retention: RETENTION }
    const answers = createAnswers({ ...options, store: slow, clock: () => now })
    const late = answers.answer(principal, "funnel/custom", new URLSearchParams("steps=a,b")).catch(error => error)
    expect(await late).toMatchObject({ code: "too_much_to_read", details: { parameter: "steps" } })
  })
})
