import { expect } from "chai"
import "../all.ts"
import { clear, place, Room, until } from "../testing/room.ts"

describe("a page with many elements", () => {
  afterEach(clear)

  it("has one socket for all of them, and one subscription for those that ask the same", async () => {
    const room = await Room.open()
    const common = `src="${room.src}" token="wt_one"`
    place(`<div>
      <shop-kpi metric="revenue" ${common}></shop-kpi><shop-kpi metric="revenue" ${common}></shop-kpi>
      <shop-kpi metric="orders" minutes="30" ${common}></shop-kpi>
      <shop-chart metric="revenue" ${common}></shop-chart><shop-viewers ${common}></shop-viewers>
    </div>`)
    const { topics, opened } = await until(async () => {
      const seen = await room.seen()
      return seen.topics.length >= 3 && seen
    })
    expect(opened).to.equal(1)
    expect(topics.sort()).to.deep.equal(["active_users", "orders?minutes=30&step=1m", "revenue?minutes=60&step=1m"])
  })

  it("has a socket for each credential", async () => {
    const room = await Room.open()
    place(`<div>
      <shop-viewers src="${room.src}" token="wt_one"></shop-viewers>
      <shop-viewers src="${room.src}" token="wt_two"></shop-viewers>
    </div>`)
    const { frames } = await until(async () => {
      const seen = await room.seen()
      return seen.topics.length === 2 && seen
    })
    const tokens = frames.flatMap(frame => (frame.type === "auth" ? [frame.token] : []))
    expect(tokens.sort()).to.deep.equal(["wt_one", "wt_two"])
  })
})
