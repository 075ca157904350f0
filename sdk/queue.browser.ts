import { expect } from "chai"
import type { ShopEvent } from "./event.ts"
import { createQueue } from "./queue.ts"
import { createStore } from "./store.ts"

const event = (n: number, more: Partial<ShopEvent> = {}): ShopEvent => ({
  event_id: `id-${String(n).padStart(6, "0")}`,
  event_type: "page_view",
  timestamp: "2025-01-03T10:30:00.123Z",
  ...more,
})
const none: ReadonlySet<string> = new Set()
const tab = () => createQueue(createStore())

describe("queue", () => {
  beforeEach(() => localStorage.clear())
  after(() => localStorage.clear())

  it("has stored an event when add returns, and another page finds it", () => {
    tab().add(event(1))
    expect(tab().batch(10, none)).to.deep.equal([{ id: "id-000001", json: JSON.stringify(event(1)) }])
  })

  it("keeps what two tabs add in turn, and one tab's removal spares the other's events", () => {
    const [a, b] = [tab(), tab()]
    for (let n = 0; n < 50; n++) (n % 2 ? a : b).add(event(n))
    a.remove(a.batch(20, none).map(({ id }) => id))
    expect(b.batch(100, none).map(({ id }) => id)).to.deep.equal(
      Array.from({ length: 30 }, (_, i) => event(i + 20).event_id),
    )
  })

  it("hands out the oldest first, without those that are under way", () => {
    const queue = tab()
    for (const n of [3, 1, 2]) queue.add(event(n))
    expect(queue.batch(2, new Set(["id-000001"])).map(({ id }) => id)).to.deep.equal(["id-000002", "id-000003"])
    expect(queue.batch(2, none).map(({ id }) => id)).to.deep.equal(["id-000001", "id-000002"])
  })

  it("hands out what fits one keepalive request, counted in bytes, and always at least one event", () => {
    const queue = tab()
    for (let n = 0; n < 5; n++) queue.add(event(n, { query: "é".repeat(10_000) }))
    expect(queue.batch(10, none)).to.have.length(2)
    localStorage.clear()
    queue.add(event(1, { query: "x".repeat(70_000) }))
    queue.add(event(2))
    expect(queue.batch(10, none)).to.have.length(1)
  })

  it("is bounded: the oldest go first, with a warning", () => {
    const queue = tab()
    const { warn } = console
    const warnings: string[] = []
    console.warn = message => warnings.push(message)
    for (let n = 0; n < 1003; n++) queue.add(event(n))
    console.warn = warn
    expect(queue.size()).to.equal(1000)
    expect(queue.batch(1, none)[0]!.id).to.equal("id-000003")
    expect(warnings).to.have.length(3)
  })
})
