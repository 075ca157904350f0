/**
 * A small seeded generator (sfc32, 128 bits of state): the same seed gives the same numbers on every machine, so a
 * demo, a benchmark or a failing run can be had again. Not for secrets.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string | number | readonly [number, number, number]) {
    const [a, b, c] = typeof seed === "object" ? seed : hashes(String(seed))
    this.#a = a
    this.#b = b
    this.#c = c
    for (let i = 0; i < 12; i++) this.uint32()
  }

  /** A whole number in `[0, 2³²)`. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number in `[0, 1)`. */
  next(): number {
    return this.uint32() / 2 ** 32
  }

  /** A number in `[from, to)`. */
  between(from: number, to: number): number {
    return from + (to - from) * this.next()
  }

  /** A whole number in `[from, to]`, both ends included. */
  int(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1))
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Waiting time of a memoryless process. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  /** One of the list, all equally likely. */
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(0, i)
      ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
    }
    return copy
  }

  /** A generator of its own, so that what one shopper does never shifts the numbers of another. */
  fork(): Random {
    return new Random([this.uint32(), this.uint32(), this.uint32()])
  }
}

/** Chooses among things of unequal weight in O(log n). */
export class Weighted<T> {
  readonly #items: readonly T[]
  readonly #sums: Float64Array

  constructor(items: readonly T[], weight: (item: T, index: number) => number) {
    if (items.length === 0) throw new RangeError("a weighted choice needs at least one item")
    this.#items = items
    this.#sums = new Float64Array(items.length)
    let sum = 0
    items.forEach((item, index) => {
      sum += weight(item, index)
      this.#sums[index] = sum
    })
  }

  pick(random: Random): T {
    const target = random.next() * this.#sums[this.#sums.length - 1]!
    let low = 0
    let high = this.#sums.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#sums[middle]! > target) high = middle
      else low = middle + 1
    }
    return this.#items[low]!
  }
}

/** Zipf's law: the item of rank `index` (0 = most liked) weighs `1 / (index + 1)^exponent`. */
export function zipf(exponent: number): (item: unknown, index: number) => number {
  return (_, index) => (index + 1) ** -exponent
}

function hashes(text: string): [number, number, number] {
  return [hash(text, 1), hash(text, 3), hash(text, 5)]
}

/** 32 bits of a string (xmur3); each salt gives another, independent 32. */
function hash(text: string, salt: number): number {
  let h = Math.imul(1779033703 ^ text.length, salt)
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  h = Math.imul(h ^ (h >>> 16), 2246822507)
  h = Math.imul(h ^ (h >>> 13), 3266489909)
  return (h ^ (h >>> 16)) >>> 0
}
