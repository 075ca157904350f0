/** Numbers, texts and members that one state may have: some 200 kB. A state that has more grows without bound. */
const MOST_VALUES = 10_000
const MOST_BYTES = 256 * 1024
const DEEPEST = 20

/** A key that is longer names nothing. */
export const LONGEST_KEY = 1_000

/**
 * What is wrong with a state that a plugin made, in a sentence; undefined where it can be stored and merged. Numbers,
 * which most states are, cost next to nothing.
 */
export function problemOfState(state: unknown): string | undefined {
  if (typeof state === "number") return Number.isFinite(state) ? undefined : `expected a state, got ${state}`
  return new Look().problemOf(state, 0)
}

/** What is wrong with the key of a cell. */
export function problemOfKey(key: unknown): string | undefined {
  if (typeof key !== "string") return `expected a text as key, got ${nameOf(key)}`
  return key.length > LONGEST_KEY ? `expected a key of at most ${LONGEST_KEY} characters, got ${key.length}` : undefined
}

class Look {
  #values = 0
  #bytes = 0

  problemOf(value: unknown, depth: number): string | undefined {
    if (++this.#values > MOST_VALUES) return `a state grows without bound: it has more than ${MOST_VALUES} values`
    if (typeof value === "string") return this.#took(value.length)
    if (typeof value === "boolean" || value === null) return undefined
    if (typeof value === "number") return Number.isFinite(value) ? undefined : `expected numbers, got ${value}`
    if (typeof value !== "object") return `expected JSON or bytes as state, got ${nameOf(value)}`
    if (value instanceof Uint8Array) return this.#took(value.byteLength)
    if (depth > DEEPEST) return `a state is deeper than ${DEEPEST} levels`
    if (Array.isArray(value)) return this.#first(value, depth)
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null)
      return `expected JSON or bytes as state, got ${nameOf(value)}`
    return this.#first(Object.keys(value), depth) ?? this.#first(Object.values(value), depth)
  }

  #first(values: readonly unknown[], depth: number): string | undefined {
    for (const value of values) {
      const problem = this.problemOf(value, depth + 1)
      if (problem) return problem
    }
    return undefined
  }

  #took(bytes: number): string | undefined {
    this.#bytes += bytes
    return this.#bytes > MOST_BYTES ? `a state grows without bound: it has more than ${MOST_BYTES} bytes` : undefined
  }
}

function nameOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === "object") return `a ${value.constructor?.name ?? "thing"}`
  return `a ${typeof value}`
}
