import { describe, expect, test } from "bun:test"
import { findingsIn, NOW } from "../kit/testing/index.ts"
import drop from "./traffic_drop.ts"
import spike from "./traffic_spike.ts"

const MINUTE = 60_000
/** Views in bunches around a mean that follows the day, the same in every run. */
const visits =
  (mean: number, now: (minutesAgo: number) => number = () => 1) =>
  (t: number): number => {
    const minute = t / MINUTE
    const daily = 1 + 0.5 * Math.sin(((minute % 1_440) / 1_440) * 2 * Math.PI - 2)
    const wobble = 1 + 0.3 * Math.sin(minute * 12.9898)
    return mean * daily * wobble * now((NOW - t) / MINUTE)
  }
const verdicts = async (alert: typeof drop | typeof spike, views: (t: number) => number): Promise<string> => {
  const [finding] = await findingsIn(alert, { product_views: views, active_users: views })
  return finding!.verdict
}

describe("traffic_drop", () => {
  test("a large shop that loses a third and more is told within ten minutes", async () => {
    expect(await verdicts(drop, visits(100))).toBe("normal")
    expect(
      await verdicts(
        drop,
        visits(100, ago => (ago <= 10 ? 0.5 : 1)),
      ),
    ).toBe("breach")
    expect(
      await verdicts(
        drop,
        visits(100, ago => (ago <= 10 ? 0.8 : 1)),
      ),
    ).not.toBe("breach")
  })

  test("a small shop is watched for longer: ten quiet minutes are nothing, half an hour is", async () => {
    expect(
      await verdicts(
        drop,
        visits(3, ago => (ago <= 10 ? 0.3 : 1)),
      ),
    ).not.toBe("breach")
    const [finding] = await findingsIn(drop, {
      product_views: visits(3, ago => (ago <= 30 ? 0.3 : 1)),
      active_users: visits(3),
    })
    expect(finding).toMatchObject({ verdict: "breach" })
    expect(finding!.message).toContain("in 30 min")
    expect(finding!.window).toMatchObject({ from: NOW - 30 * MINUTE, to: NOW })
  })

  test("it is over when the shortest window that can tell says so, though the hour still shows it", async () => {
    expect(
      await verdicts(
        drop,
        visits(100, ago => (ago > 10 && ago <= 60 ? 0.3 : 1)),
      ),
    ).toBe("normal")
  })

  test("no visitor at all is for no_data", async () => {
    expect(
      await verdicts(
        drop,
        visits(100, ago => (ago <= 10 ? 0 : 1)),
      ),
    ).toBe("unknown")
  })
})

describe("traffic_spike", () => {
  test("half as many again are told where they are many, and not where they are few", async () => {
    expect(
      await verdicts(
        spike,
        visits(100, ago => (ago <= 5 ? 2 : 1)),
      ),
    ).toBe("breach")
    expect(
      await verdicts(
        spike,
        visits(100, ago => (ago <= 5 ? 1.3 : 1)),
      ),
    ).not.toBe("breach")
    expect(
      await verdicts(
        spike,
        visits(1, ago => (ago <= 5 ? 2 : 1)),
      ),
    ).not.toBe("breach")
  })

  test("what every evening brings is no spike", async () => {
    const evening = (t: number): number => ((t / MINUTE) % 1_440 >= 12 * 60 ? 100 : 20)
    expect(await verdicts(spike, evening)).toBe("normal")
  })
})
