import { expect } from "chai"
import * as widgets from "./index.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

describe("the package", () => {
  it("defines nothing by being imported", () => {
    expect(widgets.ShopKpi).to.be.a("function")
    for (const name of ["shop-alerts", "shop-kpi", "shop-chart", "shop-viewers", "shop-dashboard"]) {
      expect(customElements.get(name)).to.equal(undefined)
    }
  })

  it("lets a page build elements of its own on the same connection", async () => {
    class ShopOrders extends widgets.ShopElement {
      readonly #orders = new widgets.TopicController(this, () => widgets.topicOf({ metric: "orders", minutes: 60 }))
      protected override render() {
        return this.#orders.data?.value ?? "…"
      }
    }
    widgets.define("shop-orders", ShopOrders)
    const room = await Room.open()
    const element = place(`<shop-orders src="${room.src}" token="wt_one"></shop-orders>`)
    await until(() => textOf(element).includes("…"))
    await room.publish("orders?minutes=60", { value: 42 })
    await until(() => textOf(element).includes("42"))
    clear()
  })

  it("defining twice keeps the first", () => {
    widgets.define("x-viewers", class extends widgets.ShopViewers {})
    const first = customElements.get("x-viewers")
    widgets.define("x-viewers", class extends widgets.ShopViewers {})
    expect(customElements.get("x-viewers")).to.equal(first)
  })
})
