import { describe, expect, test } from "bun:test"
import { createMint } from "./mint.ts"
import { Random, Weighted, zipf } from "./random.ts"

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe("a seeded generator", () => {
  test("gives the same numbers for the same seed and others for another", () => {
    const stream = (seed: string | number) => {
      const random = new Random(seed)
      return Array.from({ length: 100 }, () => random.uint32())
    }
    expect(stream(7)).toEqual(stream(7))
    expect(stream(7)).not.toEqual(stream(8))
  })

  test("is uniform: each of ten equal parts of [0, 1) gets a tenth, to 3 %", () => {
    const random = new Random("uniform")
    const parts = new Array<number>(10).fill(0)
    for (let i = 0; i < 200_000; i++) parts[Math.floor(random.next() * 10)]!++
    for (const part of parts) expect(Math.abs(part / 20_000 - 1)).toBeLessThan(0.03)
  })

  test("a fork does not depend on what its parent draws later", () => {
    const parent = new Random(1)
    const fork = parent.fork()
    const twin = new Random(1).fork()
    parent.next()
    expect([fork.next(), fork.next()]).toEqual([twin.next(), twin.next()])
  })

  test("forks are all different: 96 bits of state, so that a hundred thousand shoppers never share one", () => {
    const parent = new Random("forks")
    const firsts = new Set<string>()
    for (let i = 0; i < 100_000; i++) {
      const fork = parent.fork()
      firsts.add(`${fork.uint32()}-${fork.uint32()}`)
    }
    expect(firsts.size).toBe(100_000)
  })

  test("waiting times have the mean asked for, to 2 %", () => {
    const random = new Random("waits")
    let sum = 0
    for (let i = 0; i < 100_000; i++) sum += random.exponential(15)
    expect(Math.abs(sum / 100_000 / 15 - 1)).toBeLessThan(0.02)
  })

  test("a shuffle keeps every item and leaves its argument alone", () => {
    const list = [1, 2, 3, 4, 5, 6, 7, 8]
    const shuffled = new Random(3).shuffle(list)
    expect(shuffled).not.toEqual(list)
    expect(shuffled.toSorted()).toEqual(list)
    expect(list).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

describe("a weighted choice", () => {
  test("follows its weights and never takes an item of weight 0", () => {
    const random = new Random("weights")
    const choice = new Weighted(["never", "rare", "often"], (_, index) => [0, 1, 3][index]!)
    const picks = Array.from({ length: 40_000 }, () => choice.pick(random))
    expect(picks.includes("never")).toBe(false)
    expect(picks.filter(pick => pick === "often").length / 40_000).toBeCloseTo(0.75, 2)
  })

  test("Zipf's law comes out with the exponent put in: slope of log count over log rank within 0.05", () => {
    const random = new Random("zipf")
    const ranks = Array.from({ length: 500 }, (_, index) => index)
    const choice = new Weighted(ranks, zipf(1))
    const counts = new Array<number>(500).fill(0)
    for (let i = 0; i < 500_000; i++) counts[choice.pick(random)]!++
    const points = counts.slice(0, 100).map((count, index) => [Math.log(index + 1), Math.log(count)] as const)
    expect(Math.abs(slope(points) + 1)).toBeLessThan(0.05)
  })
})

describe("minted ids", () => {
  test("are UUIDv7 that hold their time, are unique, and ascend even within one millisecond", () => {
    const mint = createMint(new Random(5))
    const ids = Array.from({ length: 20_000 }, (_, index) => mint(1_760_000_000_000 + index / 2000))
    for (const id of ids) expect(id).toMatch(UUID_V7)
    expect(Number.parseInt(ids[0]!.replaceAll("-", "").slice(0, 12), 16)).toBe(1_760_000_000_000)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
  })

  test("go on ascending when the count of a millisecond is full and when the clock steps back", () => {
    const mint = createMint(new Random(6))
    const ids = Array.from({ length: 10_000 }, () => mint(1_760_000_000_000))
    ids.push(mint(1_759_999_999_000))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
  })
})

/** Least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}
