import type { ShopEvent } from "../../../sdk/event.ts"
import type { Aggregator } from "../metric.ts"
import { hash53 } from "./hash.ts"
import { absorb, estimate, insert, isNews, REGISTERS } from "./hyperloglog.ts"

/**
 * The state is bytes: a sorted set of 8-byte salted hashes for as long as that is smaller than a sketch, then the
 * sketch. Its length tells which: a sketch is exactly `REGISTERS` bytes. Sorted, so equal sets are equal bytes.
 */
const WIDTH = 8
/** Exact up to here: 2,047 ids. */
export const EXACT_LIMIT = REGISTERS / WIDTH - 1

/** Stated bound of the estimate beyond `EXACT_LIMIT`: three standard errors. */
export const RELATIVE_ERROR = 3 * (1.04 / Math.sqrt(REGISTERS))

/**
 * Distinct values of a field: exact up to 2,047, then within 2.5 % (three standard errors of the sketch).
 * @example defineMetric({ name: "active_users", …, ...uniques(e => e.user_id ?? e.session_id) })
 */
export function uniques(id: (e: ShopEvent) => string | undefined): Aggregator<Uint8Array, number> {
  return {
    zero: () => new Uint8Array(0),
    add(state, e) {
      const value = id(e)
      return value === undefined ? state : insertHash(state, hash53(value))
    },
    merge,
    read: state => (isSketch(state) ? Math.round(estimate(state)) : state.length / WIDTH),
  }
}

const isSketch = (state: Uint8Array): boolean => state.length === REGISTERS

function insertHash(state: Uint8Array, hash: number): Uint8Array {
  if (isSketch(state)) {
    if (!isNews(state, hash)) return state
    const copy = state.slice()
    insert(copy, hash)
    return copy
  }
  let low = 0
  let high = state.length / WIDTH
  while (low < high) {
    const middle = (low + high) >>> 1
    if (hashAt(state, middle) < hash) low = middle + 1
    else high = middle
  }
  if (low * WIDTH < state.length && hashAt(state, low) === hash) return state
  const grown = new Uint8Array(state.length + WIDTH)
  grown.set(state)
  grown.copyWithin((low + 1) * WIDTH, low * WIDTH, state.length)
  putHash(grown, low, hash)
  return grown.length === REGISTERS ? sketchOf(grown, grown.length) : grown
}

function merge(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  if (b.length === 0) return a
  if (isSketch(a)) {
    const union = a.slice()
    if (isSketch(b)) absorb(union, b)
    else insertAll(union, b, b.length)
    return union
  }
  return isSketch(b) ? merge(b, a) : mergeSets(a, b)
}

function mergeSets(a: Uint8Array, b: Uint8Array): Uint8Array {
  const union = new Uint8Array(a.length + b.length)
  const [m, n] = [a.length / WIDTH, b.length / WIDTH]
  let [i, j, size] = [0, 0, 0]
  while (i < m || j < n) {
    const x = i < m ? hashAt(a, i) : Number.POSITIVE_INFINITY
    const y = j < n ? hashAt(b, j) : Number.POSITIVE_INFINITY
    putHash(union, size++, Math.min(x, y))
    if (x <= y) i++
    if (y <= x) j++
  }
  return size > EXACT_LIMIT ? sketchOf(union, size * WIDTH) : union.slice(0, size * WIDTH)
}

function sketchOf(set: Uint8Array, length: number): Uint8Array {
  const registers = new Uint8Array(REGISTERS)
  insertAll(registers, set, length)
  return registers
}

function insertAll(registers: Uint8Array, set: Uint8Array, length: number): void {
  for (let i = 0; i < length / WIDTH; i++) insert(registers, hashAt(set, i))
}

/** Big-endian, so that bytes are in the order of the numbers. By hand, because making a `DataView` takes longer. */
const hashAt = (set: Uint8Array, i: number): number =>
  uint32At(set, i * WIDTH) * 4294967296 + uint32At(set, i * WIDTH + 4)

const uint32At = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

function putHash(set: Uint8Array, i: number, hash: number): void {
  putUint32(set, i * WIDTH, Math.floor(hash / 4294967296))
  putUint32(set, i * WIDTH + 4, hash >>> 0)
}

function putUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}
