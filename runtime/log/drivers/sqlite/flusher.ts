/**
 * Keeps a log's WAL short from a thread of its own. Where the appends had to copy it back, those of one commit in a
 * hundred would wait for the disk ten times as long as the others.
 */
export class Flusher {
  readonly #worker = new Worker(new URL("./flusher-thread.ts", import.meta.url))
  readonly #ended = Promise.withResolvers<void>()

  constructor(path: string) {
    this.#worker.onmessage = () => this.#ended.resolve()
    // Nothing depends on it: after 64 MiB the appends copy back themselves.
    this.#worker.onerror = event => event.preventDefault()
    this.#worker.addEventListener("close", () => this.#ended.resolve())
    this.#worker.postMessage(path)
  }

  /** Closes its connection; a thread that was cut off would take its locks with it. */
  async close(): Promise<void> {
    this.#worker.postMessage(null)
    await this.#ended.promise
    this.#worker.terminate()
  }
}
