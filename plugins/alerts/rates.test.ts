import { describe, expect, test } from "bun:test"
import { findingsIn, NOW } from "../kit/testing/index.ts"
import abandonment from "./high_cart_abandonment.ts"
import conversion from "./low_conversion.ts"

const MINUTE = 60_000
const ago = (t: number): number => (NOW - t) / MINUTE
const always = (perMinute: number) => () => perMinute
/** So many a minute, others within the last minutes. */
const since = (minutes: number, then: number, before: number) => (t: number) => (ago(t) <= minutes ? then : before)

describe("low_conversion", () => {
  const verdict = async (views: (t: number) => number, orders: (t: number) => number): Promise<string> => {
    const [finding] = await findingsIn(conversion, { product_views: views, orders })
    return finding!.verdict
  }

  test("a shop without a past is held against the threshold alone", async () => {
    expect(await verdict(since(60, 20, 0), since(60, 0.2, 0))).toBe("breach")
    expect(await verdict(since(60, 20, 0), since(60, 0.8, 0))).toBe("normal")
  })

  test("where more is usual, fewer than usual must be beyond chance", async () => {
    // 2.7 % of 400 views instead of 3.5 % are four orders less than usual, which happens every day.
    const few = since(60, 0.18, 0.233)
    expect(await verdict(always(400 / 60), few)).toBe("between")
    expect(await verdict(always(40_000 / 60), t => few(t) * 100)).toBe("breach")
  })

  test("few views are told through two hours, or four, once they are enough", async () => {
    expect(await verdict(always(2), since(60, 0, 0.1))).not.toBe("breach")
    expect(await verdict(always(2), since(120, 0, 0.1))).toBe("breach")
    expect(await verdict(always(1), since(240, 0, 0.05))).toBe("breach")
    expect(await verdict(always(0.5), since(240, 0, 0.1))).toBe("unknown")
  })

  test("a shop that always lies below the threshold is told so, and what is usual in it", async () => {
    const [finding] = await findingsIn(conversion, { product_views: always(20), orders: always(0.3) })
    expect(finding).toMatchObject({ verdict: "breach", baseline: 3 })
    expect(finding!.value).toBeCloseTo(1.5, 9)
    expect(finding!.message).toContain("usual at this time: 1.5 %")
  })

  test("it is normal again a tenth above the threshold", async () => {
    expect(await verdict(since(60, 20, 0), since(60, 0.62, 0))).toBe("between")
    expect(await verdict(since(60, 20, 0), since(60, 0.67, 0))).toBe("normal")
  })
})

describe("high_cart_abandonment", () => {
  const finding = async (carts: (t: number) => number, orders: (t: number) => number) =>
    (await findingsIn(abandonment, { add_to_cart: carts, orders }))[0]!

  test("nine carts of ten left, where seven of ten are usual", async () => {
    expect(await finding(always(5), since(60, 0.5, 1.5))).toMatchObject({ verdict: "breach", value: 90, baseline: 80 })
    expect(await finding(always(5), always(1.5))).toMatchObject({ verdict: "normal" })
  })

  test("few carts say nothing", async () => {
    expect(await finding(always(0.1), since(60, 0, 0.03))).toMatchObject({ verdict: "unknown" })
  })

  test("more orders than carts are none abandoned", async () => {
    expect(await finding(always(1), always(2))).toMatchObject({ verdict: "normal", value: 0 })
  })
})
