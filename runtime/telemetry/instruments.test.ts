import { describe, expect, test } from "bun:test"
import { Counter, exposition, gauge, Histogram } from "./instruments.ts"

describe("the text format", () => {
  test("of a counter has a line per set of labels", () => {
    const counter = new Counter("events_total", "Events.")
    counter.add(2, { code: "a" })
    counter.add(1, { code: "b" })
    counter.add(3, { code: "a" })
    expect(exposition(counter.lines())).toBe(
      '# HELP events_total Events.\n# TYPE events_total counter\nevents_total{code="a"} 5\nevents_total{code="b"} 1\n',
    )
  })

  test("of a histogram counts everything up to each bound", () => {
    const histogram = new Histogram("push_seconds", "Push.", [0.1, 1])
    for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value)
    expect(histogram.lines().slice(2)).toEqual([
      'push_seconds_bucket{le="0.1"} 2',
      'push_seconds_bucket{le="1"} 3',
      'push_seconds_bucket{le="+Inf"} 4',
      "push_seconds_sum 7.65",
      "push_seconds_count 4",
    ])
  })

  test("of a gauge is its samples now", () => {
    expect(gauge("lag", "Lag.", [{ value: 3, labels: { partition: 0 } }]).at(-1)).toBe('lag{partition="0"} 3')
    expect(gauge("sockets", "Sockets.", [{ value: 2 }]).at(-1)).toBe("sockets 2")
  })

  test("escapes what would break a line", () => {
    const counter = new Counter("odd_total", "one\ntwo \\")
    counter.add(1, { label: 'a"b\\c\nd' })
    expect(counter.lines()).toEqual([
      "# HELP odd_total one\\ntwo \\\\",
      "# TYPE odd_total counter",
      'odd_total{label="a\\"b\\\\c\\nd"} 1',
    ])
  })
})
