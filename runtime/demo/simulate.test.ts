import { describe, expect, test } from "bun:test"
import type { ShopEvent } from "../../sdk/event.ts"
import type { Clock } from "./clock.ts"
import { Undeliverable } from "./deliver.ts"
import { type Progress, simulate } from "./simulate.ts"
import { busy, judge, startCollector, takeAndHangUp } from "./testing/collector.ts"
import { traffic } from "./traffic.ts"

const START = Date.parse("2025-03-01T12:00:00Z")
const RUN = { key: "wk_test", rate: 2000, seconds: 3, seed: "run" }

/** A clock on which sleeping takes no time, and that remembers every sleep. */
function quickClock(): Clock & { slept: number[] } {
  let now = START
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    async sleep(ms) {
      slept.push(ms)
      now += ms
    },
  }
}

const isSearch = ({ event_type }: ShopEvent) => event_type === "search"

const planned = (): ShopEvent[] =>
  [...traffic({ seed: "run", start: START, end: START + 3000, rate: 2000 })].map(({ json }) => JSON.parse(json))

const ids = (events: readonly ShopEvent[]) => new Set(events.map(({ event_id }) => event_id))

describe("a simulation", () => {
  test("sends exactly the planned events, at the planned number, with the key and the sending time", async () => {
    await using collector = await startCollector((_, body) => judge(body))
    const result = await simulate({ ...RUN, url: `${collector.url}/`, clock: quickClock() })
    expect(collector.taken.toSorted(byId)).toEqual(planned().toSorted(byId))
    expect(result.sent).toBe(6000)
    expect(result.retried).toBe(0)
    expect(collector.keys).toEqual(new Set(["Bearer wk_test"]))
    for (const { sent_at, events } of collector.bodies) {
      expect(events.length).toBeLessThanOrEqual(500)
      expect(Date.parse(sent_at!)).toBeGreaterThanOrEqual(START)
    }
  })

  test("counts each verdict: sent is accepted plus rejected", async () => {
    await using collector = await startCollector((_, body) => judge(body, isSearch))
    const reports: Progress[] = []
    const result = await simulate({
      ...RUN,
      url: collector.url,
      clock: quickClock(),
      onProgress: report => reports.push(report),
    })
    const searches = planned().filter(isSearch).length
    expect(result).toMatchObject({ sent: 6000, accepted: 6000 - searches, rejected: searches })
    expect(result.latency.p50).not.toBeNull()
    expect(reports.at(-1)).toMatchObject({ sent: 6000, accepted: 6000 - searches, rejected: searches, retried: 0 })
  })

  test("through 503, 429 and broken connections every id arrives at least once, unchanged, and counts stay exact", async () => {
    await using collector = await startCollector((request, body) => {
      if (request % 5 === 1) return busy(503, 0)
      if (request % 5 === 2) return busy(429, 0)
      return request % 5 === 3 ? takeAndHangUp : judge(body, isSearch)
    })
    const result = await simulate({ ...RUN, url: collector.url, clock: quickClock() })
    expect(ids(collector.taken)).toEqual(ids(planned()))
    const originals = new Map(planned().map(event => [event.event_id, event]))
    for (const event of collector.taken) expect(event).toEqual(originals.get(event.event_id)!)
    expect(result.sent).toBe(6000)
    expect(result.accepted + result.rejected).toBe(6000)
    expect(result.retried).toBe(collector.bodies.reduce((sum, { events }) => sum + events.length, 0) - 6000)
    expect(result.retried).toBeGreaterThan(0)
  })

  test("waits as long as Retry-After says", async () => {
    await using collector = await startCollector((request, body) => (request === 0 ? busy(503, 7) : judge(body)))
    const clock = quickClock()
    await simulate({ ...RUN, url: collector.url, clock })
    expect(clock.slept).toContain(7000)
  })

  test("a whole refused batch (400) is so many verdicts, not a failure", async () => {
    const body = { success: false, data: { accepted: 0, rejected: [{ index: 0, code: "x", message: "x" }] } }
    await using collector = await startCollector(() => ({ takes: false, answer: { status: 400, body } }))
    const result = await simulate({ ...RUN, rate: 1, seconds: 0.5, url: collector.url, clock: quickClock() })
    expect(result).toMatchObject({ sent: 1, accepted: 0, rejected: 1 })
  })

  test("a refused key ends the run with the collector's own words", async () => {
    const body = { success: false, error: { code: "unknown_key", message: "no such key" } }
    await using collector = await startCollector(() => ({ takes: false, answer: { status: 401, body } }))
    const run = simulate({ ...RUN, url: collector.url, clock: quickClock() })
    const error = await run.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Undeliverable)
    expect(String(error)).toMatch(/expected 202 from the collector, got 401.*unknown_key/)
  })

  test("a server that is not there is given up after half a minute", async () => {
    const gone = await closedPort()
    const run = simulate({ ...RUN, rate: 10, url: gone, clock: quickClock() })
    await expect(run).rejects.toThrow("is it running?")
  })

  test("history sends the last hours without waiting for them", async () => {
    await using collector = await startCollector((_, body) => judge(body))
    const clock = quickClock()
    const { sent } = await simulate({ ...RUN, rate: 1, history: { hours: 2 }, url: collector.url, clock })
    expect(sent).toBe(7200)
    expect(clock.slept).toEqual([])
    const times = collector.taken.map(({ timestamp }) => Date.parse(timestamp))
    expect(Math.min(...times)).toBe(START - 7_200_000)
    expect(Math.max(...times)).toBeLessThan(START)
  })

  test("ends early when asked to", async () => {
    await using collector = await startCollector((_, body) => judge(body))
    const stop = new AbortController()
    const clock = quickClock()
    const sleep = clock.sleep
    clock.sleep = async (ms, signal) => {
      await sleep(ms, signal)
      if (clock.now() >= START + 1000) stop.abort()
    }
    const endless = { ...RUN, seconds: undefined, signal: stop.signal }
    const { sent } = await simulate({ ...endless, url: collector.url, clock })
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThanOrEqual(2000)
  })
})

function byId(a: ShopEvent, b: ShopEvent): number {
  return a.event_id < b.event_id ? -1 : 1
}

/** An address of this machine where nobody listens. */
async function closedPort(): Promise<string> {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() })
  await server.stop(true)
  return `http://127.0.0.1:${server.port}`
}
