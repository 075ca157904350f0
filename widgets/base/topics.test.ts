import { describe, expect, test } from "bun:test"
import { Topics } from "./topics.ts"

const snapshot = (topic: string, data: unknown, rev = "a:1") => ({ type: "snapshot", topic, data, rev }) as const

describe("the topics of a page", () => {
  test("a topic is wanted as long as anybody listens", () => {
    const topics = new Topics()
    const [first, second] = [topics.want("revenue", () => {}), topics.want("revenue", () => {})]
    first()
    first()
    expect([...topics.wanted()]).toEqual(["revenue"])
    second()
    expect([...topics.wanted()]).toEqual([])
  })

  test("an element that takes over before the next look finds the data still there", () => {
    const topics = new Topics()
    const release = topics.want("revenue", () => {})
    topics.take(snapshot("revenue", 1))
    release()
    topics.want("revenue", () => {})
    topics.wanted()
    expect(topics.state("revenue").data).toBe(1)
  })

  test("listeners hear of their own topic only", () => {
    const topics = new Topics()
    const heard: string[] = []
    topics.want("revenue", () => heard.push("revenue"))
    topics.want("orders", () => heard.push("orders"))
    topics.take(snapshot("orders", 1))
    expect(heard).toEqual(["orders"])
  })

  test("data of a topic that nobody wants is dropped", () => {
    const topics = new Topics()
    expect(topics.take(snapshot("orders", 1))).toBe(false)
    expect(topics.state("orders")).toEqual({})
  })

  test("an error without a topic goes to those still waiting, and their snapshot clears it", () => {
    const topics = new Topics()
    topics.want("revenue", () => {})
    topics.want("orders", () => {})
    topics.take(snapshot("revenue", 1))
    topics.fail({ code: "unknown_metric", message: "no" })
    expect(topics.state("revenue").problem).toBeUndefined()
    expect(topics.state("orders").problem?.code).toBe("unknown_metric")
    topics.take(snapshot("orders", 2))
    expect(topics.state("orders").problem).toBeUndefined()
  })
})
