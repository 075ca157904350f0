import { describe, expect, test } from "bun:test"
import { chartLink } from "../../runtime/alerts/notice.ts"
import { chartLink as linkOfWidgets } from "../base/alert.ts"
import { funnelHash } from "./funnel-route.ts"
import { around, chartHash, routeOf } from "./route.ts"

const window = { from: "2025-01-03T10:00:00.000Z", to: "2025-01-03T10:30:00.000Z" }

describe("the address after #", () => {
  test("names a page, and is the overview where it does not", () => {
    expect(routeOf("#alerts")).toEqual({ page: "alerts" })
    for (const hash of ["", "#", "#nonsense", "#metric=revenue", "#metric=revenue&from=x&to=y"]) {
      expect(routeOf(hash)).toEqual({ page: "overview" })
    }
  })

  test("opens the chart that alerts link to, in the dashboard as in channels", () => {
    const alert = { metric: "product_views", window }
    expect(linkOfWidgets("https://stats.example", alert)).toBe(chartLink("https://stats.example", alert))
    expect(routeOf(new URL(chartLink("https://stats.example", alert)).hash)).toEqual({
      page: "chart",
      chart: { metric: "product_views", ...window, wider: 1 },
    })
  })

  test("a funnel's address leads back to it, conditions and all", () => {
    const funnel = { steps: ["page_view[page:/a,b&c]", "purchase"], minutes: 1_440 }
    expect(routeOf(funnelHash(funnel))).toEqual({ page: "funnels", funnel })
    expect(routeOf("#step=page_view&step=purchase&minutes=7")).toMatchObject({ funnel: { minutes: 15 } })
    expect(routeOf("#step=purchase&minutes=60")).toEqual({ page: "overview" })
    expect(routeOf("#funnels")).toEqual({ page: "funnels" })
  })

  test("a chart's address leads back to it", () => {
    const chart = { metric: "revenue", ...window, wider: 4 }
    expect(routeOf(chartHash(chart))).toEqual({ page: "chart", chart })
  })
})

test("a chart shows as much time at either side of a span, and nothing of the time ahead", () => {
  const chart = { metric: "revenue", ...window, wider: 1 }
  const later = Date.parse("2025-01-04T00:00:00Z")
  expect(around(chart, later)).toEqual({ from: "2025-01-03T09:30:00.000Z", to: "2025-01-03T11:01:00.000Z" })
  expect(around({ ...chart, wider: 2 }, later).from).toBe("2025-01-03T09:00:00.000Z")
  expect(around(chart, Date.parse("2025-01-03T10:40:00Z")).to).toBe("2025-01-03T10:41:00.000Z")
})
