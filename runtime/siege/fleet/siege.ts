import { join } from "node:path"
import { useSalt } from "../../../plugins/kit/aggregate/hash.ts"
import { Random } from "../../demo/random.ts"
import { createRegistry } from "../../pipeline/registry.ts"
import { loadPlugins } from "../../plugins.ts"
import { postgresStore } from "../../store/drivers/postgres.ts"
import type { Shop, Store } from "../../store/store.ts"
import { askServer, differingAnswers } from "../answers.ts"
import { type LoadReport, load } from "../load.ts"
import { replay } from "../replay.ts"
import { Books } from "./books.ts"
import { createShop, type Keys } from "./command.ts"
import { Fleet } from "./fleet.ts"
import { Journal } from "./journal.ts"
import { described, type Planned, plan } from "./plan.ts"
import { neglect, TOPICS, type Watcher, watch, withoutMoment } from "./watchers.ts"

export interface FleetSiegeOptions {
  /** Drives events, batches, clocks, repeats, and what is disturbed when. */
  seed: string
  events: number
  disturbances: number
  /** How many brokers copy each other's partitions; default 1. */
  brokers?: number
  /** File that takes every answer and every disturbance, one JSON a line. */
  journal: string
  say(line: string): void
}

export interface FleetSiegeReport extends Omit<LoadReport, "events"> {
  events: number
  disturbances: number
  /** Attempts that got no answer, and those that were answered with a refusal to be tried again. */
  unanswered: number
  refusals: number
  /** Most resident memory of any process of the fleet, MiB. */
  mostMemory: number
  /** What is not as it should be, a line each; empty = exact. */
  faults: string[]
}

const SECRET = "a secret of a siege, which lasts for as long as it does"
const PLUGINS = join(import.meta.dir, "../../../plugins")
const SIZE = { collectors: 2, workers: 2, apis: 2 }
const PARTITIONS = 4
/** Three hours, so that hours end and are rolled up. */
const SPAN_MS = 3 * 3_600_000
/** Processes stay below this however long what they write to is away, MiB. */
const MEMORY_BOUND = 700
/** Events per second: slow enough that the load goes on while things are away. */
const RATE = 400
const PATIENCE_MS = 120_000

/**
 * Disturbs a fleet on a real broker and a real database in every way that `plan.ts` knows, under a load in disorder, and
 * then checks that nothing acknowledged was lost, nothing was counted twice, and all who are asked give the same numbers.
 */
export async function siegeFleet(options: FleetSiegeOptions): Promise<FleetSiegeReport> {
  const { seed, events, disturbances, brokers = 1, say } = options
  const journal = new Journal(options.journal)
  const fleet = await Fleet.start({ secret: SECRET, partitions: PARTITIONS, size: { brokers, ...SIZE }, say })
  const watchers: Watcher[] = []
  const slow: { close(): void }[] = []
  const store = await postgresStore({ url: fleet.database.url })
  const books = new Books(fleet.database.url)
  try {
    const keys = await createShop("siege", fleet.env)
    watchers.push(...fleet.apis.map(({ url }) => watch(url, keys.read)))
    slow.push(...(await Promise.all(fleet.apis.map(({ url }) => neglect(url, keys.read)))))
    const now = Date.now()
    const disturber = new Disturber(fleet, journal, seed, plan(seed, { disturbances, batches: events / 100 }), say)
    const report = await load({
      ...{ seed, events, key: keys.write, now, span: SPAN_MS, disorderly: true, rate: RATE },
      url: () => fleet.collectorUrl(),
      signal: new AbortController().signal,
      onAcknowledged: batches => disturber.onAcknowledged(batches),
      onAttempt: (batch, size, { verdicts, ...attempt }) =>
        journal.write({
          ...{ batch, events: size, ...attempt },
          ...(verdicts ? { accepted: verdicts.accepted, rejected: verdicts.rejected.length } : {}),
        }),
    })
    await disturber.done()
    const sent = new Set(report.events.map(event => event.event_id))
    say(`${sent.size} events acknowledged in ${report.batches} batches; waiting until all are counted …`)
    await waitFor(async () => (await books.stored(keys.shop)) >= sent.size)
    await waitFor(() => books.isRolledUp(keys.shop, now))

    const { unanswered, refusals } = journal.counts
    const faults = [
      ...(await books.faults(keys.shop, sent)),
      ...(await differencesToReplay(fleet, store, keys, now)),
      ...(await staleSockets(fleet, watchers, keys)),
      ...fleet.removed.filter(code => code !== 0).map(code => `a worker drained with exit code ${code}`),
      ...(fleet.mostMemory > MEMORY_BOUND ? [`a process held ${Math.round(fleet.mostMemory)} MiB`] : []),
      ...(report.rejected > 0 ? [`${report.rejected} events were rejected`] : []),
    ]
    const { events: _, ...counts } = report
    return {
      ...{ ...counts, events: sent.size, disturbances: disturber.count, unanswered, refusals },
      ...{ mostMemory: Math.round(fleet.mostMemory), faults },
    }
  } finally {
    for (const socket of [...watchers, ...slow]) socket.close()
    await books.close()
    await store.close()
    await fleet.dispose()
    await journal.close()
  }
}

/** Disturbs the fleet at the planned moments, one thing after the other. */
class Disturber {
  count = 0
  readonly #random: Random
  readonly #planned: Planned[]
  #under: Promise<void> = Promise.resolve()

  constructor(
    readonly fleet: Fleet,
    readonly journal: Journal,
    seed: string,
    planned: readonly Planned[],
    readonly say: (line: string) => void,
  ) {
    this.#random = new Random(`${seed}/targets`)
    this.#planned = [...planned]
  }

  onAcknowledged(batches: number): void {
    while (this.#planned.length > 0 && batches >= this.#planned[0]!.after) {
      const { disturbance } = this.#planned.shift()!
      this.#under = this.#under.then(async () => {
        const line = `${++this.count}. ${described(disturbance)}, after ${batches} batches`
        this.journal.note(line)
        this.say(line)
        await this.fleet.disturb(disturbance, this.#random)
      })
    }
  }

  done(): Promise<void> {
    return this.#under
  }
}

/** The stored events, folded anew by the reference drivers, give what every api says. */
async function differencesToReplay(fleet: Fleet, store: Store, keys: Keys, now: number): Promise<string[]> {
  const { plugins } = await loadPlugins([PLUGINS])
  useSalt(SECRET)
  const shop = (await store.shops()).find(({ id }) => id === keys.shop) as Shop
  const envelopes = []
  for (const { log, partition } of await store.sync()) {
    for (let from = 0; ; ) {
      const some = await store.scanRaw({ log, partition }, from, 5_000)
      envelopes.push(...some.filter(raw => raw.shop === shop.id))
      if (some.length === 0) break
      from = some.at(-1)!.offset + 1
    }
  }
  const clean = await replay(envelopes, { shop, registry: createRegistry(plugins.map(({ plugin }) => plugin)) })
  const range = { from: Math.floor((now - SPAN_MS) / 3_600_000) * 3_600_000, to: now + 5 * 60_000 }
  const all = await Promise.all(
    fleet.apis.map(async ({ name, url }) =>
      (await differingAnswers(askServer(url, keys.read), clean, range)).map(line => `${name}: ${line}`),
    ),
  )
  return all.flat()
}

/** What each socket was told last is what REST answers, on every api. */
async function staleSockets(fleet: Fleet, watchers: readonly Watcher[], keys: Keys): Promise<string[]> {
  const faults: string[] = []
  for (const [i, { name, url }] of fleet.apis.entries()) {
    const ask = askServer(url, keys.read)
    for (const topic of TOPICS) {
      const [path, query] = topic.split("?")
      const isCurrent = async () =>
        watchers[i]!.newest(topic) === withoutMoment(await ask(path!, new URLSearchParams(query)))
      await waitFor(isCurrent, 5_000)
      if (!(await isCurrent())) faults.push(`${name}: the socket's newest ${topic} is not what REST answers`)
    }
  }
  return faults
}

/** Waits until it is so, or patience ends: what is wrong is then told by the checks that follow. */
async function waitFor(isSo: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
  const giveUpAt = performance.now() + patience
  while (performance.now() < giveUpAt) {
    if (await isSo().catch(() => false)) return
    await Bun.sleep(100)
  }
}
