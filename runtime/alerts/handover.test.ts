import { afterEach, expect, test } from "bun:test"
import type { AlertNotice, Channel } from "../../plugins/kit/index.ts"
import { ManualTimer } from "../live/testing/timer.ts"
import { whileLeading } from "../roles/singleton.ts"
import { type EngineOptions, runAlerts } from "./engine.ts"
import { watchedShop } from "./testing.ts"

/** A death is followed within this. */
const HANDOVER_MS = 10_000
const STEP_MS = 1_000

const houses: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close()
})

/** The store's lease, on the clock of the test. */
function leaseOn(clock: () => number) {
  const held = new Map<string, { holder: string; until: number }>()
  return {
    async lease(name: string, holder: string, ttl: number) {
      const { holder: before, until } = held.get(name) ?? { holder, until: 0 }
      const isFree = before === holder || until <= clock()
      if (isFree) held.set(name, { holder, until: clock() + ttl })
      return isFree
    },
    async release(name: string, holder: string) {
      if (held.get(name)?.holder === holder) held.delete(name)
    },
  }
}

/** A shop with more than an hour of twenty views and an order a minute. */
async function steadyShop() {
  const shop = await watchedShop()
  for (let minute = 1; minute <= 70; minute++) {
    await shop.happen("product_view", 20, minute)
    await shop.happen("purchase", 1, minute, { total_amount: 10 })
  }
  return shop
}

/** Two processes, each with an engine of its own, on one store with a steady shop. A process that is killed runs no more. */
async function twoEngines() {
  const shop = await steadyShop()
  const clock = () => shop.time.now
  const leases = leaseOn(clock)
  const told: { by: string; notice: AlertNotice }[] = []
  let isDeaf = false

  function start(name: string) {
    const timer = new ManualTimer(clock())
    const ear: Channel = {
      ...shop.ear,
      deliver: (notice: AlertNotice) =>
        isDeaf ? new Promise<void>(() => {}) : Promise.resolve(void told.push({ by: name, notice })),
    }
    const life = { isOver: false }
    const options: EngineOptions = {
      ...{ ...shop.options, timer, channels: [ear] },
      commits: listener => shop.options.commits(committed => life.isOver || listener(committed)),
    }
    const leading = whileLeading(leases, "alerts", name, signal => runAlerts(options, signal), { timer })
    return { name, timer, life, leading }
  }
  type Process = ReturnType<typeof start>
  const processes: Process[] = []
  const alive = () => processes.filter(({ life }) => !life.isOver)
  const house = {
    ...shop,
    told,
    join(name: string) {
      const process = start(name)
      processes.push(process)
      return process
    },
    /** Nothing of it goes on: it gives nothing back and tells nobody. */
    kill({ life }: Process) {
      life.isOver = true
    },
    /** Whether what channels are handed arrives nowhere. */
    deafen(to: boolean) {
      isDeaf = to
    },
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        shop.time.now += STEP_MS
        for (const { timer } of alive()) await timer.advance(STEP_MS)
      }
    },
    leaders: () =>
      alive()
        .filter(({ leading }) => leading.leads())
        .map(({ name }) => name),
    events: () => told.map(({ by, notice }) => `${by}: ${notice.alert.name} ${notice.event}`),
    async close() {
      for (const { leading } of alive()) await leading.stop()
    },
  }
  houses.push(house)
  return house
}

test("of two engines one leads, and an alert is told once", async () => {
  const house = await twoEngines()
  house.join("first")
  house.join("second")
  await house.pass(3_000)
  await house.happen("product_view", 200)
  await house.pass(30_000)
  expect(house.leaders()).toEqual(["first"])
  expect(house.events()).toEqual(["first: traffic_spike firing"])
})

test("when the leader dies, the other leads within ten seconds, tells nothing again, and tells the end", async () => {
  const house = await twoEngines()
  const first = house.join("first")
  house.join("second")
  await house.pass(3_000)
  await house.happen("product_view", 200)
  await house.pass(3_000)
  house.kill(first)
  await house.pass(HANDOVER_MS)
  expect(house.leaders()).toEqual(["second"])
  expect(await house.all()).toHaveLength(1)
  for (let minute = 0; minute < 6; minute++) {
    await house.happen("product_view", 20)
    await house.happen("purchase", 1, 0, { total_amount: 10 })
    await house.pass(60_000)
  }
  expect(house.events()).toEqual(["first: traffic_spike firing", "second: traffic_spike resolved"])
})

test("what happens while nobody leads is told within ten seconds of the death", async () => {
  const house = await twoEngines()
  const first = house.join("first")
  house.join("second")
  await house.pass(3_000)
  house.kill(first)
  await house.happen("product_view", 200)
  await house.pass(HANDOVER_MS)
  expect(house.events()).toEqual(["second: traffic_spike firing"])
})

test("a leader that hung in the middle of a look writes nothing once another leads", async () => {
  const shop = await steadyShop()
  await shop.happen("product_view", 200)
  const { promise: hangs, resolve: comeBack } = Promise.withResolvers<void>()
  const hanging: typeof shop.store = {
    ...shop.store,
    async alerts(query) {
      const known = await shop.store.alerts(query)
      await hangs
      return known
    },
  }

  async function lead(holder: string, store: typeof shop.store): Promise<() => Promise<void>> {
    expect(await store.lease("alerts", holder, 60_000)).toBe(true)
    const abort = new AbortController()
    const done = runAlerts({ ...shop.options, store, under: { lease: "alerts", holder } }, abort.signal)
    return () => {
      abort.abort()
      return done
    }
  }
  const stopFirst = await lead("first", hanging)
  await shop.advance(1_000)
  await shop.store.release("alerts", "first")
  const stopSecond = await lead("second", shop.store)
  await shop.advance(3_000)
  comeBack()
  await shop.advance(10_000)
  await Promise.all([stopFirst(), stopSecond()])
  expect(await shop.all()).toHaveLength(1)
  expect(shop.told.map(({ event }) => event)).toEqual(["firing"])
})

test("a notice that was on its way when its process died is delivered by the next", async () => {
  const house = await twoEngines()
  const first = house.join("first")
  house.join("second")
  await house.pass(3_000)
  house.deafen(true)
  await house.happen("product_view", 200)
  await house.pass(3_000)
  house.kill(first)
  house.deafen(false)
  await house.pass(70_000)
  expect(house.events().filter(event => event.endsWith("traffic_spike firing"))).toEqual([
    "second: traffic_spike firing",
  ])
})
