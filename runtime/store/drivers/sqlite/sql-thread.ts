import { Fenced, Stale } from "../../store.ts"
import type { Answer, Answering, Call, Calls, Role } from "./calls.ts"

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The thread ended before it answered: what was asked may or may not have happened. */
export class ThreadEnded extends Error {
  override name = "ThreadEnded"
}

/** This side of a thread: posts calls, hands out the answers, and fails what is open when the thread ends. */
export class SqlThread<C extends Calls> {
  readonly #role: Role
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  /** Calls of this turn, on their way to the thread at its end. */
  #leaving: Call[] = []
  #asked = 0
  #ended?: ThreadEnded
  #lastError = ""

  private constructor(role: Role) {
    this.#role = role
    this.#worker = new Worker(new URL("./thread.ts", import.meta.url))
    this.#worker.onmessage = ({ data }: MessageEvent<Answering>) => {
      for (const answer of data) this.#settle(answer)
    }
    this.#worker.onerror = event => {
      this.#lastError = `: ${event.message}`
      event.preventDefault()
    }
    this.#worker.addEventListener("close", () => this.#end(`the store's ${role} thread ended${this.#lastError}`))
  }

  static async start<C extends Calls>(role: Role, file: string): Promise<SqlThread<C>> {
    const thread = new SqlThread<C>(role)
    try {
      await thread.#post("open", [role, file])
      return thread
    } catch (error) {
      thread.stop()
      throw error
    }
  }

  call<N extends keyof C & string>(name: N, ...args: Parameters<C[N]>): Promise<ReturnType<C[N]>> {
    return this.#post(name, args) as Promise<ReturnType<C[N]>>
  }

  /** Lets the thread finish what it was asked and close its connection, then ends it. */
  async close(): Promise<void> {
    await this.#post("close", []).catch(() => {})
    this.#end("the store is closed")
    this.#worker.terminate()
  }

  /** Ends the thread at once; calls under way reject with `ThreadEnded`. */
  stop(): void {
    this.#end(`the store's ${this.#role} thread was stopped`)
    this.#worker.terminate()
  }

  #post(name: string, args: unknown[]): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      const number = this.#asked++
      this.#waiting.set(number, { resolve, reject })
      if (this.#leaving.push({ number, name, args }) > 1) return
      queueMicrotask(() => this.#leave(this.#leaving.splice(0)))
    })
  }

  /** What cannot be copied fails alone. */
  #leave(calls: readonly Call[]): void {
    if (this.#ended) return
    try {
      this.#worker.postMessage(calls)
    } catch (error) {
      if (calls.length === 1) this.#settle({ number: calls[0]!.number, error: error as Error })
      else for (const call of calls) this.#leave([call])
    }
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.number)
    this.#waiting.delete(answer.number)
    if ("value" in answer) waiting?.resolve(answer.value)
    else waiting?.reject(revived(answer.error))
  }

  #end(why: string): void {
    this.#ended ??= new ThreadEnded(`${why}; open the store again to go on`)
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}

/** Errors lose their class on the way between threads. */
function revived({ name, message }: { name: string; message: string }): Error {
  if (name === "Fenced") return new Fenced(message)
  if (name === "Stale") return new Stale(message)
  return Object.assign(new Error(message), { name })
}
