import { Database } from "bun:sqlite"
import { join } from "node:path"
import { useSalt } from "../../plugins/kit/aggregate/hash.ts"
import type { ShopEvent } from "../../sdk/event.ts"
import { accept, type Sender } from "../collect/accept.ts"
import { Random } from "../demo/random.ts"
import type { Envelope } from "../log/log.ts"
import { createRegistry } from "../pipeline/registry.ts"
import { loadPlugins } from "../plugins.ts"
import type { Shop } from "../store/store.ts"
import { type ServerUnderTest, startServer } from "../testing/server.ts"
import { askServer, differingAnswers } from "./answers.ts"
import { type LoadReport, load } from "./load.ts"
import { replay } from "./replay.ts"

export interface SiegeOptions {
  /** Drives events, batches, repeats, and the moments of the kills. */
  seed: string
  events: number
  kills: number
  say(line: string): void
}

export interface SiegeReport extends Omit<LoadReport, "events"> {
  events: number
  kills: number
  /** What differs from a clean replay, a line each; empty = exact. */
  differences: string[]
}

/** Server and replay salt their sets with the same secret, so that even estimates of distinct visitors must be equal. */
const SECRET = "a secret of a siege, which lasts for as long as it does"
const PLUGINS = join(import.meta.dir, "../../plugins")
const DEMO: Shop = { id: "demo", name: "Demo shop", currency: "USD", timezone: "UTC", browser_refunds: true }

/**
 * Kills a real runtime with SIGKILL, again and again, while several senders load it, and compares every number it then
 * shows with a clean replay of the same events.
 */
export async function siege({ seed, events, kills, say }: SiegeOptions): Promise<SiegeReport> {
  const server = await startServer({ env: { SHOPSTREAM_SECRET: SECRET } })
  try {
    const now = Date.now()
    const ended = new AbortController()
    const killer = new Killer(server, new Random(`${seed}/kills`), { kills, batches: events / 100, say })
    const report = await load({
      seed,
      events,
      url: () => server.url,
      key: server.keys.write,
      now,
      signal: ended.signal,
      onAcknowledged: batches => killer.onAcknowledged(batches),
    })
    await killer.done()
    say(`${report.events.length} events acknowledged in ${report.batches} batches, ${killer.killed} kills`)
    await caughtUp(server)
    const differences = [...(await differencesToReplay(server, report, now)), ...(await differingRows(server, report))]
    return { ...report, events: report.events.length, kills: killer.killed, differences }
  } finally {
    await server.dispose()
  }
}

/** Kills the server at seeded points of the load, a seeded few milliseconds after a batch, and starts it again. */
class Killer {
  killed = 0
  readonly #at: number[]
  #under: Promise<void> = Promise.resolve()

  constructor(
    readonly server: ServerUnderTest,
    readonly random: Random,
    readonly plan: { kills: number; batches: number; say(line: string): void },
  ) {
    this.#at = Array.from({ length: plan.kills }, () => 1 + Math.floor(random.next() * plan.batches * 0.8)).sort(
      (a, b) => a - b,
    )
  }

  onAcknowledged(batches: number): void {
    if (this.#at.length === 0 || batches < this.#at[0]!) return
    this.#at.shift()
    const delay = this.random.next() * 30
    this.#under = this.#under.then(() => this.#killAfter(delay, batches))
  }

  async done(): Promise<void> {
    await this.#under
  }

  async #killAfter(ms: number, batches: number): Promise<void> {
    await Bun.sleep(ms)
    await this.server.kill()
    this.killed++
    await this.server.restart()
    this.plan.say(`kill ${this.killed}: after ${batches} batches and ${ms.toFixed(1)} ms; started again`)
  }
}

async function caughtUp(server: ServerUnderTest): Promise<void> {
  for (;;) {
    const { lag } = (await (await fetch(`${server.url}/ready`)).json()) as { lag: number }
    if (lag === 0) return
    await Bun.sleep(20)
  }
}

async function differencesToReplay(server: ServerUnderTest, { events }: LoadReport, now: number): Promise<string[]> {
  const { plugins } = await loadPlugins([PLUGINS])
  const registry = createRegistry(plugins.map(({ plugin }) => plugin))
  useSalt(SECRET)
  const envelopes = collected(events, now)
  const clean = await replay(envelopes, { shop: DEMO, registry })
  const range = { from: now - 45 * 60_000, to: now + 5 * 60_000 }
  return differingAnswers(askServer(server.url, server.keys.read), clean, range)
}

/**
 * What the collector makes of the events as they were sent: it fills in campaigns and amounts. Shoppers of the load say
 * where they are and are no bots, so that neither address nor agent of a request adds to them.
 */
function collected(events: readonly ShopEvent[], receivedAt: number): Envelope[] {
  const received_at = new Date(receivedAt).toISOString()
  const sender: Sender = { shop: DEMO, source: "browser", receivedAt, received_at, skew: 0 }
  return events.map(event => {
    const taken = accept(event, sender)
    if ("event" in taken) return taken
    throw new Error(`${event.event_id} was acknowledged and ought to have been rejected: ${taken.message}`)
  })
}

/** Every acknowledged event is stored, once. */
async function differingRows(server: ServerUnderTest, { events }: LoadReport): Promise<string[]> {
  const exit = await server.drain()
  const database = new Database(join(server.data, "store.sqlite"), { readonly: true })
  const { n, ids } = database
    .query<{ n: number; ids: number }, []>(
      "select count(*) n, count(distinct json_extract(body, '$.event_id')) ids from events_raw",
    )
    .get()!
  const letters = database.query<{ n: number }, []>("select count(*) n from dead_letters").get()!.n
  database.close()
  const sent = new Set(events.map(event => event.event_id)).size
  return [
    ...(exit === 0 ? [] : [`drained with exit code ${exit}`]),
    ...(n === sent && ids === sent ? [] : [`${sent} events were acknowledged, ${n} rows with ${ids} ids are stored`]),
    ...(letters === 0 ? [] : [`${letters} dead letters`]),
  ]
}
