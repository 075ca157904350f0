import { expect, test } from "bun:test"
import { createSignIns } from "./sign-in.ts"
import { accessStore, SECRET } from "./testing.ts"

const HOUR = 3_600_000
const START = 1_800_000_000_000

/** Sign-ins on a clock that the test moves. */
function clocked() {
  const clock = { now: START }
  const { lease } = accessStore()
  const open = (secret = SECRET) =>
    createSignIns(
      secret,
      name => lease(name),
      () => clock.now,
    )
  return { clock, open, signIns: open() }
}

const request = (url: string, headers: Record<string, string> = {}) =>
  new Request(url, { headers: { host: new URL(url).host, ...headers } })

test("a link signs in the admin of its shop, once, and is short enough to print", async () => {
  const { signIns } = clocked()
  const link = signIns.mintLink("demo")
  expect(link).toMatch(/^demo\.[\w-]{28}$/)
  expect(await signIns.redeem(link)).toEqual({ shop: "demo", kind: "admin" })
  expect(await signIns.redeem(link)).toBeUndefined()
})

test("a link is good for an hour", async () => {
  const { clock, signIns } = clocked()
  const [early, late] = [signIns.mintLink("demo"), signIns.mintLink("demo")]
  clock.now = START + HOUR - 1000
  expect(await signIns.redeem(early)).toBeDefined()
  clock.now = START + HOUR + 1000
  expect(await signIns.redeem(late)).toBeUndefined()
})

test("a link works in any process of the installation, and in all of them together once", async () => {
  const { signIns, open } = clocked()
  const link = signIns.mintLink("demo")
  const followed = await Promise.all([open().redeem(link), open().redeem(link), signIns.redeem(link)])
  expect(followed.filter(session => session !== undefined)).toHaveLength(1)
})

test("a link that was not signed here signs nobody in", async () => {
  const { signIns, open } = clocked()
  const link = signIns.mintLink("demo")
  const [, signed] = link.split(".") as [string, string]
  const forged = [
    "nonsense",
    "",
    ".",
    `other.${signed}`,
    `demo.${signed.slice(0, -1)}${signed.endsWith("A") ? "B" : "A"}`,
  ]
  for (const token of forged) expect(await signIns.redeem(token)).toBeUndefined()
  expect(await open("another secret of thirty-two bytes or more").redeem(link)).toBeUndefined()
  expect(await signIns.redeem(link)).toBeDefined()
})

test("the cookie is HttpOnly, strict, for the whole site, and Secure where the browser speaks https", async () => {
  const { signIns } = clocked()
  const session = { shop: "demo", kind: "admin" } as const
  const plain = await signIns.startCookie(session, request("http://localhost:8000/"))
  expect(plain).toMatch(/^shopstream_session_8000=\S+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/)
  const proxied = request("http://stats.example/", { "x-forwarded-proto": "https" })
  expect(await signIns.startCookie(session, proxied)).toEndWith("; Secure")
})

test("a session lasts 30 days and survives a restart", async () => {
  const { clock, open, signIns } = clocked()
  const url = "http://localhost:8000/"
  const cookie = (await signIns.startCookie({ shop: "demo", kind: "admin" }, request(url))).split(";")[0]!
  const again = open()
  clock.now = START + 29 * 24 * HOUR
  expect(await again.sessionOf(request(url, { cookie: `theme=dark; ${cookie}` }))).toMatchObject({ shop: "demo" })
  clock.now = START + 31 * 24 * HOUR
  expect(await again.sessionOf(request(url, { cookie }))).toBeUndefined()
})

test("two installations on two ports of one host do not sign each other out", async () => {
  const { signIns } = clocked()
  const first = await signIns.startCookie({ shop: "a", kind: "admin" }, request("http://localhost:8000/"))
  const second = await signIns.startCookie({ shop: "b", kind: "admin" }, request("http://localhost:8001/"))
  const cookie = [first, second].map(set => set.split(";")[0]).join("; ")
  expect(await signIns.sessionOf(request("http://localhost:8000/", { cookie }))).toMatchObject({ shop: "a" })
  expect(await signIns.sessionOf(request("http://localhost:8001/", { cookie }))).toMatchObject({ shop: "b" })
})
