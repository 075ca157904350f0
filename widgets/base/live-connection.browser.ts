import { expect } from "chai"
import { Room, until } from "../testing/room.ts"
import { LiveConnection, type LiveOptions } from "./live-connection.ts"
import type { Reading } from "./reading.ts"

describe("the connection", () => {
  let room: Room
  let releases: (() => void)[] = []

  beforeEach(async () => {
    room = await Room.open()
  })
  afterEach(() => {
    for (const release of releases) release()
    releases = []
  })

  const connect = (options: Partial<LiveOptions> = {}) =>
    new LiveConnection({ server: room.src, token: "rk_right", backoff: () => 5, linger: 0, ...options })

  function follow(connection: LiveConnection, topic: string): (number | null)[] {
    const values: (number | null)[] = []
    const listener = () => values.push((connection.state(topic).data as Reading).value)
    releases.push(connection.subscribe(topic, listener))
    return values
  }

  const value = (connection: LiveConnection, topic: string) => (connection.state(topic).data as Reading)?.value

  it("opens with the first topic, says who it is, then what it wants", async () => {
    const connection = connect()
    expect((await room.seen()).opened).to.equal(0)
    follow(connection, "revenue")
    follow(connection, "orders")
    const { frames } = await until(async () => {
      const seen = await room.seen()
      return seen.frames.length === 2 && seen
    })
    expect(frames).to.deep.equal([
      { type: "auth", token: "rk_right" },
      { type: "subscribe", topics: ["revenue", "orders"] },
    ])
  })

  it("without a token it leaves signing in to the cookie", async () => {
    follow(connect({ token: undefined }), "revenue")
    const { frames } = await until(async () => {
      const seen = await room.seen()
      return seen.frames.length === 2 && seen
    })
    expect(frames[0]).to.deep.equal({ type: "auth" })
  })

  it("gives a snapshot, then updates", async () => {
    await room.publish("revenue", { value: 1 })
    const connection = connect()
    const values = follow(connection, "revenue")
    await until(() => values.length === 1)
    expect(connection.status.state).to.equal("live")
    await room.publish("revenue", { value: 2 })
    await until(() => values.length === 2)
    expect(values).to.deep.equal([1, 2])
  })

  it("ignores what is older than what it shows", async () => {
    await room.publish("revenue", { value: 1 }, "a:5")
    const values = follow(connect(), "revenue")
    await until(() => values.length === 1)
    await room.publish("revenue", { value: 2 }, "a:4")
    await room.publish("revenue", { value: 3 }, "a:10")
    await until(() => values.includes(3))
    expect(values).to.deep.equal([1, 3])
  })

  it("shows nothing of another epoch but its snapshot, and asks for that", async () => {
    await room.publish("revenue", { value: 1 }, "a:5")
    const connection = connect()
    const values = follow(connection, "revenue")
    await until(() => values.length === 1)
    await room.tell({ do: "send", frame: { type: "update", topic: "revenue", rev: "b:1", data: { value: 99 } } })
    await until(async () => (await room.seen()).frames.filter(({ type }) => type === "subscribe").length === 2)
    expect(values).to.not.include(99)
  })

  it("after a restart it comes back, subscribes again and takes the snapshot of the new epoch", async () => {
    await room.publish("revenue", { value: 1 }, "a:500")
    const connection = connect()
    const values = follow(connection, "revenue")
    await until(() => values.length === 1)
    await room.tell({ do: "restart", epoch: "b" })
    await until(() => values.length === 2)
    expect(connection.status.state).to.equal("live")
    expect(connection.state("revenue").rev).to.equal("b:1")
    const { frames, opened } = await room.seen()
    expect(opened).to.equal(2)
    expect(frames.filter(({ type }) => type === "auth")).to.have.length(2)
  })

  it("keeps its numbers while it is away, and says that they are stale", async () => {
    await room.publish("revenue", { value: 1 })
    const connection = connect({ backoff: () => 3_600_000 })
    const values = follow(connection, "revenue")
    await until(() => values.length === 1)
    await room.tell({ do: "drop" })
    await until(() => connection.status.state === "stale")
    expect(value(connection, "revenue")).to.equal(1)
    dispatchEvent(new Event("online"))
    await until(() => connection.status.state === "live")
  })

  it("says when the server cannot be reached, and which", async () => {
    const connection = connect({ server: "http://127.0.0.1:9" })
    follow(connection, "revenue")
    await until(() => connection.status.state === "offline")
    expect(connection.status.reason).to.equal("127.0.0.1:9 cannot be reached.")
  })

  it("gives up a socket that no longer answers", async () => {
    await room.publish("revenue", { value: 1 })
    const connection = connect({ heartbeat: { every: 20, patience: 40 } })
    const values = follow(connection, "revenue")
    await until(() => values.length === 1)
    await room.tell({ do: "mute" })
    await until(() => connection.status.state !== "live")
    await until(async () => (await room.seen()).opened > 1)
    expect(value(connection, "revenue")).to.equal(1)
  })

  it("a refused credential is told with its reason and not tried again", async () => {
    await room.tell({ do: "refuse", code: "expired_token", message: "The token expired yesterday." })
    const connection = connect()
    follow(connection, "revenue")
    await until(() => connection.status.state === "refused")
    expect(connection.status).to.include({ code: "expired_token", reason: "The token expired yesterday." })
    await until(async () => (await room.seen()).open === 0)
    dispatchEvent(new Event("online"))
    expect((await room.seen()).opened).to.equal(1)
  })

  it("a topic's problem is told to those who asked for it", async () => {
    await room.publish("orders", { value: 1 })
    await room.tell({ do: "fail", topic: "revenu", code: "unknown_metric", message: "There is no metric revenu." })
    const connection = connect()
    const values = follow(connection, "orders")
    releases.push(connection.subscribe("revenu", () => {}))
    await until(() => values.length === 1 && connection.state("revenu").problem)
    expect(connection.state("revenu").problem?.message).to.equal("There is no metric revenu.")
    expect(connection.state("orders").problem).to.equal(undefined)
    expect(connection.status.state).to.equal("live")
  })

  it("lets go of a topic with its last listener, and of the socket with the last topic", async () => {
    const connection = connect()
    const first = connection.subscribe("revenue", () => {})
    const second = connection.subscribe("revenue", () => {})
    const other = connection.subscribe("orders", () => {})
    await until(async () => (await room.seen()).topics.length === 2)
    first()
    second()
    await until(async () => (await room.seen()).topics.join() === "orders")
    other()
    await until(async () => (await room.seen()).open === 0)
  })

  it("frames it does not know do no harm", async () => {
    await room.publish("revenue", { value: 1 })
    const values = follow(connect(), "revenue")
    await until(() => values.length === 1)
    await room.tell({ do: "send", frame: { type: "metrics_update", data: {} } as never })
    await room.publish("revenue", { value: 2 })
    await until(() => values.length === 2)
  })
})
