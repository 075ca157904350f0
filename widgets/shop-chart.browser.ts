import { sendKeys } from "@web/test-runner-commands"
import { expect } from "chai"
import "./define/shop-chart.ts"
import type { ShopChart } from "./shop-chart.ts"
import { clear, place, Room, textOf, until } from "./testing/room.ts"

const TOPIC = "orders?minutes=60&step=1m"

describe("<shop-chart>", () => {
  let room: Room

  beforeEach(async () => {
    room = await Room.open()
  })
  afterEach(clear)

  const chart = (attributes = "") =>
    place<ShopChart>(
      `<shop-chart metric="orders" lang="en" src="${room.src}" token="rk_right" ${attributes}></shop-chart>`,
    )
  const find = (element: Element, selector: string) => element.shadowRoot?.querySelector(selector)
  const drawn = (element: Element) => until(() => find(element, "svg"))
  const minutes = (...values: (number | null)[]) =>
    values.map((value, index) => ({ t: `2025-01-03T10:0${index}:00.000Z`, value }))

  it("draws a line, and what is still filling apart from it", async () => {
    await room.publish(TOPIC, { series: minutes(3, 5, 4, 1), as_of: "2025-01-03T10:03:20.000Z" })
    const element = chart()
    await drawn(element)
    expect(find(element, "path.line:not(.running)")?.getAttribute("d")).to.match(/^M/)
    expect(find(element, "path.line.running")?.getAttribute("d")).to.match(/^M/)
    await room.publish(TOPIC, { series: minutes(3, 5, 4, 6), as_of: "2025-01-03T10:04:00.000Z" })
    await until(() => find(element, "path.line.running")?.getAttribute("d") === "")
  })

  it("draws bars when asked to", async () => {
    await room.publish(TOPIC, { series: minutes(3, 0, 4), as_of: "2025-01-03T10:02:20.000Z" })
    const element = chart('type="bar"')
    await drawn(element)
    expect(element.shadowRoot?.querySelectorAll("path.bar")).to.have.length(2)
    expect(element.shadowRoot?.querySelectorAll("path.bar.running")).to.have.length(1)
  })

  it("the keyboard reaches every point", async () => {
    await room.publish(TOPIC, { series: minutes(3, 5, 4), as_of: "2025-01-03T10:03:00.000Z" })
    const element = chart()
    await drawn(element)
    const reader = find(element, '[role="slider"]') as HTMLElement
    const tooltip = () => find(element, '[part="tooltip"] strong')?.textContent
    await sendKeys({ press: "Tab" })
    expect(element.shadowRoot?.activeElement).to.equal(reader)
    await until(() => tooltip() === "4")
    await sendKeys({ press: "ArrowLeft" })
    await until(() => tooltip() === "5")
    expect(reader.getAttribute("aria-valuenow")).to.equal("2")
    expect(reader.getAttribute("aria-valuetext")).to.match(/, 5$/)
    await sendKeys({ press: "Home" })
    await until(() => tooltip() === "3")
    await sendKeys({ press: "ArrowLeft" })
    await sendKeys({ press: "End" })
    await until(() => tooltip() === "4")
    await sendKeys({ press: "Escape" })
    await until(() => tooltip() === undefined)
  })

  it("the pointer finds the nearest point, and the point stays chosen while new ones come", async () => {
    await room.publish(TOPIC, { series: minutes(3, 5, 4), as_of: "2025-01-03T10:03:00.000Z" })
    const element = chart()
    await drawn(element)
    const box = (find(element, ".reader") as HTMLElement).getBoundingClientRect()
    const move = { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 50 }
    find(element, ".reader")?.dispatchEvent(new PointerEvent("pointermove", move))
    const tooltip = () => find(element, '[part="tooltip"] strong')?.textContent
    await until(() => tooltip() === "5")
    await room.publish(TOPIC, { series: minutes(3, 5, 4, 9).slice(1), as_of: "2025-01-03T10:04:00.000Z" })
    await until(() => textOf(element).includes("10:03"))
    expect(tooltip()).to.equal("5")
  })

  it("the same numbers stand in a table and in a sentence", async () => {
    await room.publish(TOPIC, { value: 12, series: minutes(3, 5, 4), as_of: "2025-01-03T10:03:00.000Z" })
    const element = chart()
    await drawn(element)
    const cells = [...(element.shadowRoot?.querySelectorAll("td") ?? [])].map(cell => cell.textContent)
    expect(cells).to.deep.equal(["3", "5", "4"])
    expect(find(element, "svg")?.getAttribute("aria-label")).to.match(
      /^Orders, per minute, last hour: 12 in all, at most 5 at /,
    )
  })

  it("shows what people wrote on the time line, and says it where it was", async () => {
    await room.publish(TOPIC, { series: minutes(3, 5, 4), as_of: "2025-01-03T10:03:00.000Z" })
    const note = { id: "a", text: "Newsletter sent", at: "2025-01-03T10:01:20.000Z" }
    const sale = { id: "b", text: "Sale", at: "2025-01-03T09:00:00.000Z", until: "2025-01-03T10:02:00.000Z" }
    await room.bring("annotations?minutes=60", [note, sale])
    const element = chart("annotations")
    await drawn(element)
    await until(() => element.shadowRoot?.querySelectorAll(".flag").length === 1)
    expect(element.shadowRoot?.querySelectorAll(".noted")).to.have.length(1)
    const reader = find(element, '[role="slider"]') as HTMLElement
    await sendKeys({ press: "Tab" })
    await sendKeys({ press: "ArrowLeft" })
    await until(() => reader.getAttribute("aria-valuetext")?.endsWith(", 5, Sale, Newsletter sent"))
    expect(textOf(find(element, '[part="tooltip"]') as Element)).to.contain("Newsletter sent")
  })

  it("asks for what people wrote only where it is to show it", async () => {
    await room.publish(TOPIC)
    await drawn(chart())
    expect((await room.seen()).topics.some(topic => topic.startsWith("annotations"))).to.equal(false)
  })

  it("follows the width it is given", async () => {
    await room.publish(TOPIC)
    const element = chart()
    element.style.width = "700px"
    await drawn(element)
    await until(() => find(element, "svg")?.getAttribute("width") === "698")
    element.style.width = "320px"
    await until(() => find(element, "svg")?.getAttribute("width") === "318")
  })

  it("says in words that there is nothing yet", async () => {
    await room.publish(TOPIC, { value: 0, series: minutes(0, 0, null) })
    const element = chart()
    await until(() => textOf(element).includes("Nothing in the last hour yet."))
    expect(find(element, "svg")).to.equal(null)
  })

  it("another window keeps the old picture until the new one is there", async () => {
    await room.publish(TOPIC)
    const element = chart()
    await drawn(element)
    element.minutes = 30
    await until(async () => (await room.seen()).topics.includes("orders?minutes=30&step=1m"))
    expect(find(element, "svg")).to.not.equal(null)
    expect(find(element, "figure")?.getAttribute("aria-busy")).to.equal("true")
    await room.publish("orders?minutes=30&step=1m")
    await until(() => find(element, "figure")?.getAttribute("aria-busy") === "false")
  })

  it("shows a fixed window, with a span pointed out where it lies", async () => {
    const [from, to] = ["2025-01-03T10:00:00.000Z", "2025-01-03T10:04:00.000Z"]
    const topic = `orders?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&step=1m`
    await room.publish(topic, { series: minutes(3, 5, 4, 6), as_of: "2025-01-03T12:00:00.000Z" })
    const element = chart(
      `step="1m" from="${from}" to="${to}" mark="2025-01-03T10:01:00Z/2025-01-03T10:02:00Z" style="width: 500px"`,
    )
    await drawn(element)
    const [mark, plot] = [find(element, ".mark"), find(element, "svg")].map(part => part?.getBoundingClientRect())
    expect(mark?.left).to.be.above(plot?.left ?? 0)
    expect(mark?.right).to.be.below(plot?.right ?? 0)
    element.mark = "2025-01-03T11:00:00Z/2025-01-03T11:02:00Z"
    await until(() => find(element, ".mark") === null)
  })
})
