/** What is due when: a binary heap, earliest first. Adding and taking cost O(log n). */
export class Agenda<T> {
  readonly #entries: { at: number; what: T }[] = []

  get size(): number {
    return this.#entries.length
  }

  /** When the earliest entry is due; `Infinity` when there is none. */
  get next(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY
  }

  add(at: number, what: T): void {
    const entries = this.#entries
    const entry = { at, what }
    let hole = entries.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (entries[parent]!.at <= at) break
      entries[hole] = entries[parent]!
      hole = parent
    }
    entries[hole] = entry
  }

  /** Takes the earliest entry that is due by `now`; undefined when none is. */
  take(now: number): T | undefined {
    const entries = this.#entries
    const first = entries[0]
    if (!first || first.at > now) return undefined
    const last = entries.pop()!
    if (entries.length === 0) return first.what
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= entries.length) break
      if (child + 1 < entries.length && entries[child + 1]!.at < entries[child]!.at) child++
      if (entries[child]!.at >= last.at) break
      entries[hole] = entries[child]!
      hole = child
    }
    entries[hole] = last
    return first.what
  }
}
