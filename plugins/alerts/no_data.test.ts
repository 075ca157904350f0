import { expect, test } from "bun:test"
import { findingsIn, NOW } from "../kit/testing/index.ts"
import noData from "./no_data.ts"

const MINUTE = 60_000
const silentFor = (minutes: number, perMinute: number) => (t: number) => (NOW - t <= minutes * MINUTE ? 0 : perMinute)
async function verdict(views: (t: number) => number, users = views): Promise<string> {
  const [finding] = await findingsIn(noData, { product_views: views, active_users: users })
  return finding!.verdict
}

test("five silent minutes are no data where many come", async () => {
  expect(await verdict(silentFor(5, 20))).toBe("breach")
  expect(await verdict(silentFor(4, 20))).toBe("normal")
})

test("where few come, a longer silence is needed", async () => {
  expect(await verdict(silentFor(5, 2))).toBe("unknown")
  expect(await verdict(silentFor(15, 2))).toBe("breach")
  expect(await verdict(silentFor(15, 0.2))).toBe("unknown")
})

test("visitors who look at no product are data", async () => {
  expect(await verdict(silentFor(60, 20), () => 1)).toBe("normal")
})

test("a night that is always silent is no alarm", async () => {
  // The clock stands at 13:00; this shop is asleep from noon to two.
  const asleep = (t: number): number => ((t / MINUTE) % 1_440 >= 720 && (t / MINUTE) % 1_440 < 840 ? 0 : 20)
  expect(await verdict(asleep)).toBe("unknown")
})
