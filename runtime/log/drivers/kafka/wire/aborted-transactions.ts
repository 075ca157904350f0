/** A producer's transaction that was aborted, with its first offset in the partition. */
export interface AbortedTransaction {
  producerId: number
  firstOffset: number
}

/** Which batches of one partition nobody is shown because their transaction was aborted. Asked in the batches' order. */
export class AbortedTransactions {
  /** By first offset, latest first. */
  readonly #ahead: AbortedTransaction[]
  readonly #producers = new Set<number>()

  /** @param aborted as fetched with the batches, in any order */
  constructor(aborted: readonly AbortedTransaction[]) {
    this.#ahead = aborted.toSorted((a, b) => b.firstOffset - a.firstOffset)
  }

  /** @param last offset of the batch, which is one of a transaction */
  hides(producerId: number, last: number): boolean {
    this.#reach(last)
    return this.#producers.has(producerId)
  }

  /** The producer's transaction ends at this offset as aborted: its next one is another matter. */
  ended(producerId: number, offset: number): void {
    this.#reach(offset)
    this.#producers.delete(producerId)
  }

  #reach(offset: number): void {
    for (let next = this.#ahead.at(-1); next && next.firstOffset <= offset; next = this.#ahead.at(-1)) {
      this.#producers.add(next.producerId)
      this.#ahead.pop()
    }
  }
}
