import { expect, test } from "bun:test"
import { reading } from "../gallery/fixtures.ts"
import { presenceOf } from "./presence.ts"

const data = reading("revenue")
const live = { state: "live" } as const

test("without data an element is loading, and says so when the server is out of reach", () => {
  expect(presenceOf({}, { state: "connecting" })).toEqual({ presence: "loading" })
  expect(presenceOf({}, { state: "offline", reason: "unreachable" })).toEqual({
    presence: "error",
    message: "Unreachable",
  })
})

test("data is live while the connection is, and stale when it is not", () => {
  expect(presenceOf({ data }, live).presence).toBe("live")
  for (const state of ["stale", "offline", "connecting"] as const) {
    expect(presenceOf({ data }, { state }).presence).toBe("stale")
  }
})

test("null without a single known bucket is empty; zero is a number", () => {
  expect(presenceOf({ data: { ...data, value: null } }, live).presence).toBe("empty")
  expect(presenceOf({ data: { ...data, value: 0 } }, live).presence).toBe("live")
  expect(presenceOf({ data: { ...data, value: null, series: [{ t: data.as_of, value: 1 }] } }, live).presence).toBe(
    "live",
  )
})

test("a refusal and a topic's problem outweigh numbers of before", () => {
  expect(presenceOf({ data }, { state: "refused", reason: "revoked" })).toEqual({
    presence: "refused",
    message: "Revoked",
  })
  expect(presenceOf({ data, problem: { code: "x", message: "no" } }, live)).toEqual({
    presence: "error",
    message: "No",
  })
})

test("a topic that the credential may not read is refused, though its connection is fine", () => {
  const problem = { code: "metric_not_allowed", message: "no" }
  expect(presenceOf({ problem }, live)).toEqual({ presence: "refused", message: "No" })
})

test("what is no reading says itself when it is empty", () => {
  const isEmpty = (list: unknown[]) => list.length === 0
  expect(presenceOf({ data: [] }, live, isEmpty).presence).toBe("empty")
  expect(presenceOf({ data: [1] }, live, isEmpty).presence).toBe("live")
})
