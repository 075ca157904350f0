import { answered } from "./answered.ts"
import { isBroken, isSilent, plain } from "./failures.ts"
import type { Pool } from "./pool.ts"

/** What is under way on a store: closing waits for it, and what fails because of the connection says so plainly. */
export class Underway {
  readonly #place: string
  readonly #running = new Set<Promise<unknown>>()
  #closing?: Promise<void>

  /** @param place host, port and database, for messages */
  constructor(
    place: string,
    private readonly pool: Pool,
  ) {
    this.#place = place
  }

  async track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) throw new Error("the store is closed; open it again to go on")
    const running = this.#onPool(work)
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      throw plain(error, this.#place)
    } finally {
      this.#running.delete(running)
    }
  }

  tracked = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return (...args: A): Promise<T> => this.track(() => call(...args))
  }

  /** As `tracked`, for what only reads: where its connection turns out to be broken, it is asked again on another. */
  reading = <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    this.tracked(async (...args: A): Promise<T> => {
      try {
        return await this.#onPool(() => answered(call(...args)))
      } catch (error) {
        if (!isBroken(error)) throw error
        return answered(call(...args))
      }
    })

  async #onPool<T>(work: () => Promise<T>): Promise<T> {
    const { current } = this.pool
    try {
      return await work()
    } catch (error) {
      if (isSilent(error)) this.pool.replace(current)
      throw error
    }
  }

  /** Refuses what comes from now on, and lets go when the rest is done. A second call waits for the first. */
  close(letGo: () => Promise<void>): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#running).then(letGo)
    return this.#closing
  }
}
