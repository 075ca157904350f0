import type { Notice, Watch } from "../../store.ts"
import { answered } from "./answered.ts"
import { connect, type Sql } from "./connect.ts"
import { noticeParts } from "./notice-parts.ts"

const CHANNEL = "shopstream"
/** Apart, because a pooler's connection goes on listening when the one who wanted to listen has gone. */
const PROBE_CHANNEL = "shopstream_probe"
/** How long a notice to oneself may take before the connection counts as one that cannot be told. */
const PROBE_MS = 1_000
const POLL_MS = 100
/** For how long it is polled before listening is tried again: a pooler stays one, a server comes back. */
const RETRY_MS = { pooler: 60_000, unreachable: 500 }

/** What was heard is known for longer than a poll looks back, so that nothing is heard twice. */
const KNOWN_MS = 10_000

/** A notice as it travels. */
interface Message {
  id: string
  from: string
  notice: Notice
}

/**
 * What processes tell each other: by NOTIFY at once, and in a small table for those behind a transaction pooler, which
 * swallows what they should be told. A watcher finds out by a word to itself, again after each loss of its connection,
 * and polls as long as it does not know. Each notice is heard once, whichever way it comes first.
 */
export class Notices {
  mode: Watch["mode"] = "poll"
  readonly #sql: Sql
  readonly #url: string
  readonly #self: string = crypto.randomUUID()
  readonly #listeners = new Set<(notice: Notice) => void>()
  readonly #closing = Promise.withResolvers<void>()
  #closed = false
  readonly #probes = new Map<string, () => void>()
  /** Ids of what was heard lately, and when, oldest first. */
  readonly #heard = new Map<string, number>()
  #following?: Promise<void>
  #settled = Promise.withResolvers<void>()

  constructor(sql: Sql, url: string) {
    this.#sql = sql
    this.#url = url
  }

  async announce(notice: Notice): Promise<void> {
    for (const part of noticeParts(notice)) {
      await this.#say({ id: crypto.randomUUID(), from: this.#self, notice: part })
    }
  }

  async watch(listener: (notice: Notice) => void): Promise<Watch> {
    this.#following ??= this.#follow()
    await this.#settled.promise
    this.#listeners.add(listener)
    const mode = () => this.mode
    return {
      get mode() {
        return mode()
      },
      stop: async () => void this.#listeners.delete(listener),
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#closing.resolve()
    await this.#following
  }

  async #follow(): Promise<void> {
    await answered(this.#poll()).catch(() => {})
    while (!this.#closed) {
      const ended = Promise.withResolvers<void>()
      const channel = connect(this.#url, {
        max: 1,
        onnotify: (name: string, payload: string) =>
          name === PROBE_CHANNEL ? this.#probes.get(payload)?.() : this.#hear(JSON.parse(payload)),
        onclose: ended.resolve,
      })
      const outcome = await this.#listen(channel)
      if (outcome === "push") {
        this.mode = "push"
        this.#settled.resolve()
        await Promise.race([ended.promise, this.#closing.promise])
        this.mode = "poll"
      } else {
        this.#settled.resolve()
        await this.#pollFor(RETRY_MS[outcome])
      }
      await channel.end({ timeout: 0 })
    }
  }

  async #listen(channel: Sql): Promise<"push" | keyof typeof RETRY_MS> {
    try {
      await channel.unsafe(`listen ${PROBE_CHANNEL}`)
      const probe: string = crypto.randomUUID()
      const answered = new Promise<true>(resolve => this.#probes.set(probe, () => resolve(true)))
      await this.#sql`select pg_notify(${PROBE_CHANNEL}, ${probe})`
      const told = await Promise.race([answered, this.#pollFor(PROBE_MS)])
      this.#probes.delete(probe)
      if (!told) return "pooler"
      await channel.unsafe(`listen ${CHANNEL}`)
      // What was said before anybody listened here.
      await this.#poll()
      return "push"
    } catch {
      // `mode` tells of it, and whatever else is asked of the store fails with the reason.
      return "unreachable"
    }
  }

  async #pollFor(ms: number): Promise<void> {
    const until = Date.now() + ms
    while (!this.#closed && Date.now() < until) {
      await this.#poll().catch(() => {})
      await Promise.race([Bun.sleep(POLL_MS), this.#closing.promise])
    }
  }

  /** Numbers are given before they are committed, so it looks back over those it has heard. */
  async #poll(): Promise<void> {
    const rows = await this.#sql<{ payload: string }[]>`
      select payload from notices where at > clock_timestamp() - interval '5 seconds' order by number`
    for (const { payload } of rows) this.#hear(JSON.parse(payload))
  }

  async #say(message: Message): Promise<void> {
    const payload = JSON.stringify(message)
    await this.#sql`
      with kept as (insert into notices (payload) values (${payload})),
        dropped as (delete from notices where at < clock_timestamp() - interval '10 seconds')
      select pg_notify(${CHANNEL}, ${payload})`
  }

  #hear({ id, from, notice }: Message): void {
    if (from === this.#self || this.#heard.has(id)) return
    const now = Date.now()
    for (const [old, at] of this.#heard) {
      if (at > now - KNOWN_MS) break
      this.#heard.delete(old)
    }
    this.#heard.set(id, now)
    for (const listener of this.#listeners) listener(notice)
  }
}
