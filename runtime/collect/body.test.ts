import { expect, test } from "bun:test"
import { gzipSync } from "node:zlib"
import { readBody } from "./body.ts"
import { LIMITS } from "./limits.ts"

const post = (body: BodyInit) => new Request("http://localhost/v1/events", { method: "POST", body })
const read = async (body: BodyInit) => Buffer.from(await readBody(post(body)))
const codeOf = (body: BodyInit) => readBody(post(body)).catch(error => error.code)

test("a body is read whole, in whatever pieces it comes, up to the limit", async () => {
  const whole = Buffer.alloc(LIMITS.bodyBytes, "x")
  expect(await read(whole)).toEqual(whole)
  expect(await read(new Blob([whole]).stream())).toEqual(whole)
  expect(await codeOf(new Blob([whole, "x"]).stream())).toBe("too_large")
})

test("gzip is known by its first bytes, and bounded by what it unpacks to", async () => {
  const whole = Buffer.alloc(LIMITS.bodyBytes, "x")
  expect(await read(gzipSync(whole))).toEqual(whole)
  expect(await codeOf(gzipSync(Buffer.concat([whole, Buffer.from("x")])))).toBe("too_large")
  expect(await codeOf(gzipSync("cut").subarray(0, 14))).toBe("bad_request")
})

test("a sender that goes away in the middle is a refusal, not an error of ours", async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from("["))
    },
    pull(controller) {
      controller.error(new Error("connection reset"))
    },
  })
  expect(await codeOf(broken)).toBe("bad_request")
})
