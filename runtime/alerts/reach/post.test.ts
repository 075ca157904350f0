import { afterEach, expect, test } from "bun:test"
import { Undeliverable } from "../../../plugins/kit/index.ts"
import { failureOf } from "../../store/testing/failure.ts"
import { publicOr } from "./address.ts"
import { createPost } from "./post.ts"

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A receiver on loopback: what it got, and where it is. */
function receiver(
  answer: (request: Request, n: number) => Response = () => new Response("ok"),
  hostname = "127.0.0.1",
) {
  const got: { path: string; body: string; headers: Headers }[] = []
  const server = Bun.serve({
    port: 0,
    hostname,
    async fetch(request) {
      got.push({ path: new URL(request.url).pathname, body: await request.text(), headers: request.headers })
      return answer(request, got.length)
    },
  })
  stops.push(() => void server.stop(true))
  return { got, port: server.port!, url: `http://127.0.0.1:${server.port}` }
}

const open = createPost({ mayReach: publicOr(["127.0.0.1/32"]) })
const strict = createPost({ mayReach: publicOr([]) })

test("a body and its headers arrive as they were sent", async () => {
  const { got, url } = receiver()
  await open(`${url}/hook`, '{"täst":1}', { "x-signed": "yes" })
  expect(got).toHaveLength(1)
  expect(got[0]).toMatchObject({ path: "/hook", body: '{"täst":1}' })
  expect(got[0]!.headers.get("x-signed")).toBe("yes")
  expect(got[0]!.headers.get("content-type")).toBe("application/json")
})

test.each([
  [500, false],
  [429, false],
  [408, false],
  [404, true],
  [401, true],
  [302, true],
])("an answer of %d is for good: %p", async (status, isForGood) => {
  const { url } = receiver(() => new Response("because", { status, headers: { location: "/else" } }))
  const failure = await failureOf(open(url, "{}"))
  expect(failure).toBeInstanceOf(Error)
  expect(failure instanceof Undeliverable).toBe(isForGood)
  expect(failure!.message).toContain(String(status))
})

test("nobody listening may pass", async () => {
  const { url } = receiver()
  for (const stop of stops.splice(0)) stop()
  const failure = await failureOf(open(url, "{}"))
  expect(failure).toBeInstanceOf(Error)
  expect(failure).not.toBeInstanceOf(Undeliverable)
})

test.each([
  "http://127.0.0.1",
  "http://[::1]",
  "http://0x7f.1",
  "http://2130706433",
  "http://localhost",
  "http://[::ffff:127.0.0.1]",
])("%s is refused before anything is sent", async base => {
  const { got, port } = receiver()
  const failure = await failureOf(strict(`${base}:${port}/`, "{}"))
  expect(failure).toBeInstanceOf(Undeliverable)
  expect(failure!.message).toContain("not a public address")
  expect(got).toEqual([])
})

test.each(["file:///etc/passwd", "gopher://x/", "ftp://x/", "nonsense", "http://user:secret@shop.example/"])(
  "%s is no address to post to",
  async url => {
    expect(await failureOf(strict(url, "{}"))).toBeInstanceOf(Undeliverable)
  },
)

test("a name that points to a private address is refused, even if only one of its addresses is", async () => {
  const { got, port } = receiver()
  const resolver = async () => [
    { address: "93.184.216.34", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ]
  const post = createPost({ mayReach: publicOr([]), resolver })
  expect((await failureOf(post(`http://inner.example:${port}/`, "{}")))?.message).toContain("127.0.0.1")
  expect(got).toEqual([])
})

test("a name is resolved once, and the connection goes where the judged address is", async () => {
  const { got, port } = receiver()
  let asked = 0
  // The second answer is what a rebinding attacker would give.
  const resolver = async () => [{ address: asked++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }]
  const post = createPost({ mayReach: publicOr(["127.0.0.1/32"]), resolver })
  await post(`http://rebind.example:${port}/`, "{}")
  expect(asked).toBe(1)
  expect(got[0]!.headers.get("host")).toBe(`rebind.example:${port}`)
})

test("a redirect is followed with its body within what is allowed, and the secrets stay with the first origin", async () => {
  const last = receiver()
  const first = receiver(() => new Response(null, { status: 307, headers: { location: `${last.url}/moved` } }))
  await open(first.url, "body", { "webhook-signature": "v1,secret" })
  expect(last.got).toMatchObject([{ path: "/moved", body: "body" }])
  expect(last.got[0]!.headers.get("webhook-signature")).toBeNull()
})

test("a redirect into a private network is refused", async () => {
  const inner = receiver()
  const resolver = async () => [{ address: "127.0.0.1", family: 4 }]
  const outer = receiver(
    () => new Response(null, { status: 307, headers: { location: `http://[::1]:${inner.port}/` } }),
  )
  const post = createPost({ mayReach: publicOr(["127.0.0.1/32"]), resolver })
  expect((await failureOf(post(`http://outer.example:${outer.port}/`, "{}")))?.message).toContain("::1 is not a public")
  expect(inner.got).toEqual([])
})

test("redirects come to an end", async () => {
  const { got, url } = receiver(() => new Response(null, { status: 308, headers: { location: "/again" } }))
  expect((await failureOf(open(url, "{}")))?.message).toContain("redirected more than 3 times")
  expect(got).toHaveLength(4)
})

test("who never answers is given up on", async () => {
  const { url } = receiver(() => new Promise<Response>(() => {}) as unknown as Response)
  const post = createPost({ mayReach: publicOr(["127.0.0.1/32"]), timeoutMs: 50 })
  expect((await failureOf(post(url, "{}")))?.message).toContain("did not answer in time")
})
