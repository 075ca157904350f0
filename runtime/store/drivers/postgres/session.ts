import { answered } from "./answered.ts"
import { connect, type Queries, type Sql } from "./connect.ts"
import { isDisconnected } from "./failures.ts"

type Reserved = Awaited<ReturnType<Sql["reserve"]>>

/**
 * One connection for one transaction at a time. The client makes a lost connection anew by itself, and what was still
 * to be said would then be said outside any transaction: a line ends with its connection, and refuses everything after.
 */
class Session {
  readonly #sql: Sql
  #line?: Line
  #connected = false

  constructor(url: string) {
    this.#sql = connect(url, {
      max: 1,
      onclose: () => {
        this.#connected = false
        this.#line?.end(Object.assign(new Error("the connection was lost"), { code: "CONNECTION_CLOSED" }))
      },
    })
  }

  async line(): Promise<Line> {
    // The client reserves only connections that stand: it would wait for ever for one that it has yet to make.
    while (!this.#connected) {
      this.#connected = true
      await answered(this.#sql`select 1`)
    }
    this.#line = new Line(await answered(this.#sql.reserve()))
    return this.#line
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 0 })
  }
}

/** What is said on a session from `begin` to `commit`, answered in order without waiting in between. */
export class Line {
  readonly #sql: Reserved
  readonly #lost = Promise.withResolvers<never>()
  #ended?: Error

  constructor(sql: Reserved) {
    this.#sql = sql
    this.#lost.promise.catch(() => {})
  }

  run<T>(query: (sql: Queries) => Promise<T>): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended)
    return Promise.race([query(this.#sql), this.#lost.promise])
  }

  get lost(): boolean {
    return this.#ended !== undefined
  }

  end(error: Error): void {
    this.#ended ??= error
    this.#lost.reject(error)
  }

  release(): void {
    this.end(new Error("this transaction has ended"))
    this.#sql.release()
  }
}

/** Sessions that transactions take turns on. */
export class Sessions {
  readonly #url: string
  readonly #free: Session[] = []
  readonly #waiting: (() => void)[] = []
  #room: number

  constructor(url: string, limit: number) {
    this.#url = url
    this.#room = limit
  }

  /** Gives `work` a line of its own; a session that was lost, or may still be in a transaction, is not used again. */
  async use<T>(work: (line: Line) => Promise<T>): Promise<T> {
    await this.#turn()
    const session = this.#free.pop() ?? new Session(this.#url)
    let line: Line | undefined
    try {
      line = await session.line()
      const result = await work(line)
      this.#giveBack(session, line)
      return result
    } catch (error) {
      if (line && !line.lost && !isDisconnected(error)) this.#giveBack(session, line)
      else void session.close()
      throw error
    } finally {
      this.#room++
      this.#waiting.shift()?.()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#free.splice(0).map(session => session.close()))
  }

  #giveBack(session: Session, line: Line): void {
    line.release()
    this.#free.push(session)
  }

  async #turn(): Promise<void> {
    while (this.#room === 0) await new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#room--
  }
}
