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
import { Disturber } from "./disturber.ts"
import { type LoadReport, load } from "./load.ts"
import { replay } from "./replay.ts"

export interface SiegeOptions {
  /** Drives events, batches, repeats, and what happens when. */
  seed: string
  events: number
  kills: number
  /** How often the disk is full for a while; Linux only. Default 0. */
  fullDisks?: number
  say(line: string): void
}

export interface SiegeReport extends Omit<LoadReport, "events"> {
  events: number
  kills: number
  fullDisks: number
  /** Attempts that were answered with a refusal to be tried again. */
  refusals: number
  /** What differs from a clean replay, a line each; empty = exact. */
  differences: string[]
}

/** Server and replay salt their sets with the same secret, so that even estimates of distinct visitors must be equal. */
const SECRET = "a secret of a siege, which lasts for as long as it does"
const PLUGINS = join(import.meta.dir, "../../plugins")
const DEMO: Shop = { id: "demo", name: "Demo shop", currency: "USD", timezone: "UTC", browser_refunds: true }

/**
 * Kills a real runtime with SIGKILL and leaves it no room on the disk, again and again, while several senders load it, and
 * compares every number it then shows with a clean replay of the same events.
 */
export async function siege({ seed, events, kills, fullDisks = 0, say }: SiegeOptions): Promise<SiegeReport> {
  const server = await startServer({ env: { SHOPSTREAM_SECRET: SECRET } })
  try {
    const now = Date.now()
    const ended = new AbortController()
    const planned = { kills, fullDisks, batches: events / 100, say }
    const disturber = new Disturber(server, new Random(`${seed}/kills`), planned)
    const report = await load({
      seed,
      events,
      url: () => server.url,
      key: server.keys.write,
      now,
      signal: ended.signal,
      onAcknowledged: batches => disturber.onAcknowledged(batches),
      onAttempt: (_batch, _events, { status }) => void (status === 503 && disturber.onRefused()),
    })
    await disturber.ended()
    say(`${report.events.length} events acknowledged in ${report.batches} batches`)
    await caughtUp(server)
    const differences = [...(await differencesToReplay(server, report, now)), ...(await differingRows(server, report))]
    const { done, refusals } = disturber
    return { ...report, ...done, refusals, events: report.events.length, differences }
  } finally {
    await server.dispose()
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
