import { expect } from "chai"
import "./define/shop-funnel.ts"
import "./define/shop-geo.ts"
import "./define/shop-trending.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

describe("<shop-funnel>, <shop-trending>, <shop-geo>", () => {
  let room: Room

  beforeEach(async () => {
    room = await Room.open()
  })
  afterEach(clear)

  const panel = (name: string, attributes = "") =>
    place(`<shop-${name} lang="en" src="${room.src}" token="rk_right" ${attributes}></shop-${name}>`)
  const shows = (element: Element, words: string) => until(() => textOf(element).includes(words))
  const filled = (element: Element) =>
    [...(element.shadowRoot?.querySelectorAll(".filled") ?? [])].map(bar => Number(bar.getAttribute("width")))

  it("the funnel follows its topic, its bars as long as the part of sessions that got there", async () => {
    const steps = (bought: number) => ({
      steps: [
        { step: "view", events: 10, sessions: 8, percent: 100 },
        { step: "purchase", events: 2, sessions: bought, percent: (bought / 8) * 100 },
      ],
    })
    await room.bring("funnel?minutes=30", steps(2))
    const element = panel("funnel", 'minutes="30"')
    await shows(element, "25.0%")
    expect(filled(element)).to.deep.equal([100, 25])
    await room.bring("funnel?minutes=30", steps(4))
    await shows(element, "50.0%")
  })

  it("a product that nobody named goes by its id, and only what is far from usual says so", async () => {
    const product = { product_id: "p1", name: null, views: 40, views_per_minute: 8, multiple: 1.2 }
    await room.bring("products/trending?minutes=5&limit=6", [product])
    const element = panel("trending")
    await shows(element, "p1 40 views")
    expect(textOf(element)).to.not.include("×")
    await room.bring("products/trending?minutes=5&limit=6", [{ ...product, multiple: 3.04 }])
    await shows(element, "3×")
  })

  it("places are countries, or cities where asked for", async () => {
    const sold = { country: "FR", revenue: 80, orders: 2 }
    const data = { countries: [sold], cities: [{ city: "Lyon", ...sold }], currency: "EUR" }
    await room.bring("geographic?minutes=60&limit=6", data)
    await shows(panel("geo"), "France €80.00 2 orders")
    await shows(panel("geo", 'by="city"'), "Lyon, France")
  })
})
