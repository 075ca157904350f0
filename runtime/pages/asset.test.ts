import { expect, test } from "bun:test"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { CACHE, makeAsset, serve } from "./asset.ts"

const TEXT = "export const answer = 42\n".repeat(40)
const asset = await makeAsset(TEXT, "text/javascript; charset=utf-8", CACHE.minutes)

const ask = (headers: Record<string, string> = {}, method = "GET") =>
  serve(new Request("http://stats.example/a.js", { method, headers }), asset, { "x-own": "1" })

const decoders = {
  identity: (bytes: Uint8Array) => bytes,
  gzip: (bytes: Uint8Array) => gunzipSync(bytes),
  br: (bytes: Uint8Array) => brotliDecompressSync(bytes),
}

test.each([
  ["", "identity"],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip", "gzip"],
  ["br;q=0, gzip;q=0.5", "gzip"],
  ["br;q=0.0", "identity"],
  ["GZIP", "gzip"],
] as const)("a client that takes %j is answered in %s, with the same content", async (accepted, encoding) => {
  const response = ask({ "accept-encoding": accepted })
  expect(response.headers.get("content-encoding") ?? "identity").toBe(encoding)
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(Number(response.headers.get("content-length"))).toBe(bytes.length)
  expect(new TextDecoder().decode(decoders[encoding](bytes))).toBe(TEXT)
})

test("the answer says its type, how long it keeps, and that it depends on the encoding", () => {
  const { headers } = ask()
  expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8")
  expect(headers.get("cache-control")).toBe(CACHE.minutes)
  expect(headers.get("vary")).toBe("accept-encoding")
  expect(headers.get("x-own")).toBe("1")
})

test("HEAD has the same headers and no body", async () => {
  const [get, head] = [ask(), ask({}, "HEAD")]
  expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers))
  expect(await head.text()).toBe("")
})

test("a client that has the content in any encoding gets 304 without a body", async () => {
  const br = ask({ "accept-encoding": "br" }).headers.get("etag")!
  for (const tag of [br, `W/${br}`, `"other", ${br}`, "*"]) {
    const response = ask({ "if-none-match": tag })
    expect([response.status, await response.text()]).toEqual([304, ""])
    expect(response.headers.get("cache-control")).toBe(CACHE.minutes)
  }
  expect(ask({ "if-none-match": '"other"' }).status).toBe(200)
})

test("each encoding has its own tag, and another content another one", async () => {
  const tags = ["", "gzip", "br"].map(accepted => ask({ "accept-encoding": accepted }).headers.get("etag"))
  expect(new Set(tags).size).toBe(3)
  expect((await makeAsset(`${TEXT}!`, "text/plain", CACHE.ask)).etag).not.toBe(asset.etag)
})
