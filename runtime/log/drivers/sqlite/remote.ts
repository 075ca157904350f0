import type { Answer, Call, Operations } from "./thread.ts"

type Waiting = ReturnType<typeof Promise.withResolvers<unknown>>

/** The far end of a log's thread: calls its operations by name, in order. */
export class Remote {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #gone = Promise.withResolvers<void>()
  #calls = 0
  #failure: Error | undefined

  constructor(worker: Worker) {
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#answer(data)
    worker.onerror = ({ message }) => this.#fail(message)
    worker.addEventListener("close", () => this.#fail("it ended"))
  }

  /** @throws Error what the operation threw, or that the thread is gone: then nothing is known about its effect. */
  call<Name extends keyof Operations>(
    operation: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>> {
    if (this.#failure) return Promise.reject(this.#failure)
    const call: Call = { call: this.#calls++, operation, args }
    const waiting: Waiting = Promise.withResolvers()
    this.#waiting.set(call.call, waiting)
    this.#worker.postMessage(call)
    return waiting.promise as Promise<ReturnType<Operations[Name]>>
  }

  /** Resolves when the thread is gone without having been asked to go. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  /** Why the thread is gone; undefined while it is well. */
  get failure(): Error | undefined {
    return this.#failure
  }

  terminate(): void {
    this.#failure ??= new Error("the log is closed")
    this.#worker.terminate()
  }

  #answer(answer: Answer): void {
    const waiting = this.#waiting.get(answer.call)
    this.#waiting.delete(answer.call)
    if ("error" in answer) waiting?.reject(answer.error)
    else waiting?.resolve(answer.value)
  }

  #fail(cause: string): void {
    if (this.#failure) return
    this.#failure = new Error("the log's thread is gone, nothing more is taken: restart the process", { cause })
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure)
    this.#waiting.clear()
    this.#gone.resolve()
  }
}
