import { expect } from "chai"
import "../../all.ts"
import { clear, type Room, textOf, until } from "../../testing/room.ts"
import { openPage, signedIn } from "../testing.ts"
import type { GoalsPage } from "./goals.ts"

const MONTH = { from: "2025-01-01T00:00:00.000Z", to: "2025-02-01T00:00:00.000Z" }
const SALES = {
  ...{ metric: "revenue", title: "Revenue", unit: "money", currency: "EUR", period: "month", ...MONTH },
  ...{ target: 50_000, value: 20_000, expected: 25_000, percent: 40 },
}

describe("the page of goals", () => {
  let room: Room

  beforeEach(async () => {
    room = await signedIn("admin")
    await room.tell({
      ...{ do: "answer", path: "/api/metrics" },
      data: [
        { name: "revenue", title: "Revenue", unit: "money" },
        { name: "conversion_rate", title: "Conversion rate", unit: "percent" },
      ],
    })
  })
  afterEach(clear)

  const open = () => openPage<GoalsPage>(room, "goals")
  const find = <E extends Element>(page: Element, selector: string) => page.shadowRoot!.querySelector<E>(selector)
  const shows = (page: Element, words: string) => until(() => textOf(page).includes(words))

  it("says of each goal in words what its bar shows, and keeps saying it", async () => {
    await room.bring("goals", [SALES])
    const page = await open()
    await shows(page, "€20,000.00 of €50,000.00")
    for (const words of ["Revenue", "This month", "Behind", "40.0%", "expected by now €25,000.00", "ends"]) {
      expect(textOf(page)).to.include(words)
    }
    expect(find(page, ".goal-bar .filled")?.getAttribute("width")).to.equal("40%")
    expect(find(page, ".goal-bar line")?.getAttribute("x1")).to.equal("50%")
    await room.bring("goals", [{ ...SALES, value: 30_000, percent: 60 }])
    await shows(page, "On track")
    await room.bring("goals", [{ ...SALES, value: 60_000, percent: 120 }])
    await shows(page, "Reached")
    expect(find(page, ".goal-bar .filled")?.getAttribute("width")).to.equal("100%")
  })

  it("a goal for what had better stay low is too high above it, and never reached", async () => {
    const abandonment = { ...SALES, metric: "cart_abandonment_rate", unit: "percent", target: 60, expected: 60 }
    await room.bring("goals", [{ ...abandonment, value: 70, percent: 117 }])
    const page = await open()
    await shows(page, "Too high")
    expect(textOf(page)).to.include("at most 60.0%")
    await room.bring("goals", [{ ...abandonment, value: 60, percent: 100 }])
    await shows(page, "On track")
  })

  it("says where there is no answer yet, and draws nothing", async () => {
    await room.bring("goals", [{ ...SALES, value: null, percent: null }])
    const page = await open()
    await shows(page, "No answer yet")
    expect(find(page, ".goal-bar .filled")?.getAttribute("width")).to.equal("0%")
  })

  it("sets a goal, in the unit of its metric", async () => {
    await room.bring("goals", [])
    await room.tell({ do: "answer", method: "PUT", path: "/api/goals/conversion_rate/week" })
    const page = await open()
    await shows(page, "There is no goal yet")
    await shows(page, "Target, percent")
    const metric = find<HTMLSelectElement>(page, "#metric")!
    metric.value = "revenue"
    metric.dispatchEvent(new Event("change"))
    await shows(page, "Target, EUR")
    metric.value = "conversion_rate"
    find<HTMLSelectElement>(page, "#period")!.value = "week"
    find<HTMLInputElement>(page, "#target")!.value = "2.5"
    find<HTMLButtonElement>(page, "form button")!.click()
    await shows(page, "Set.")
    const { calls } = await room.seen()
    expect(calls.find(({ method }) => method === "PUT")?.body).to.deep.equal({ target: 2.5 })
  })

  it("removes a goal, leaves the focus on the page, and tells a refusal", async () => {
    await room.bring("goals", [SALES])
    const page = await open()
    const remove = await until(() =>
      find<HTMLButtonElement>(page, '[aria-label="Remove the goal Revenue, This month"]'),
    )
    remove.click()
    await shows(page, "No answer to DELETE /api/goals/revenue/month was told")
    await room.tell({ do: "answer", method: "DELETE", path: "/api/goals/revenue/month" })
    remove.click()
    await shows(page, "Removed.")
    await until(() => page.shadowRoot!.activeElement?.id === "goals")
  })

  it("a read key sees goals and can change nothing", async () => {
    room = await signedIn("read")
    await room.bring("goals", [SALES])
    const page = await open()
    await shows(page, "Behind")
    expect(find(page, "button, form")).to.equal(null)
  })
})
