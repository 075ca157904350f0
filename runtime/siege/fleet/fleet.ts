import { type LocalKafka, startKafkaCluster } from "../../../deploy/local/kafka.ts"
import { type LocalPostgres, startPostgres } from "../../../deploy/local/postgres.ts"
import { residentMiB } from "../../bench/load/process.ts"
import type { Random } from "../../demo/random.ts"
import { cutConnections } from "./database.ts"
import { type Member, startMember } from "./member.ts"
import type { Disturbance } from "./plan.ts"

export interface FleetOptions {
  /** Signs and salts, so that even estimates of distinct visitors can be compared with a replay. */
  secret: string
  partitions: number
  size: { brokers: number; collectors: number; workers: number; apis: number }
  say(line: string): void
}

type Troop = "collector" | "worker" | "api"

/** Brokers, a database and the processes of every role, all real, all on this machine. */
export class Fleet {
  /** Most resident memory that was seen of any process, MiB. */
  mostMemory = 0
  readonly #members: Record<Troop, Member[]> = { collector: [], worker: [], api: [] }
  #turn = 0
  #names = 0
  #removed: number[] = []
  readonly #watching: ReturnType<typeof setInterval>

  private constructor(
    readonly brokers: readonly LocalKafka[],
    readonly database: LocalPostgres,
    readonly env: Readonly<Record<string, string>>,
  ) {
    this.#watching = setInterval(() => void this.#weigh(), 1000)
  }

  static async start({ secret, partitions, size, say }: FleetOptions): Promise<Fleet> {
    say(`starting ${size.brokers} broker(s) and a database …`)
    const [brokers, database] = await Promise.all([startKafkaCluster(size.brokers), startPostgres()])
    const fleet = new Fleet(brokers, database, {
      SHOPSTREAM_SECRET: secret,
      KAFKA_BOOTSTRAP_SERVERS: brokers.map(({ bootstrap }) => bootstrap).join(","),
      KAFKA_PARTITIONS: String(partitions),
      DATABASE_URL: database.url,
    })
    try {
      // The first worker makes schema and topic; who comes later finds them.
      await fleet.add("worker")
      const rest = (["collector", "worker", "api"] as const).flatMap(role =>
        Array.from({ length: size[`${role}s`] - (role === "worker" ? 1 : 0) }, () => fleet.add(role)),
      )
      await Promise.all(rest)
      say(`started ${size.collectors} collectors, ${size.workers} workers and ${size.apis} apis`)
      return fleet
    } catch (error) {
      await fleet.dispose()
      throw error
    }
  }

  get apis(): readonly Member[] {
    return this.#members.api
  }

  /** Exit codes of the workers that were asked to leave. */
  get removed(): readonly number[] {
    return this.#removed
  }

  /** The next collector, in turn, as a load balancer would choose. */
  collectorUrl(): string {
    const collectors = this.#members.collector
    return collectors[this.#turn++ % collectors.length]!.url
  }

  async add(role: Troop): Promise<void> {
    this.#members[role].push(await startMember(`${role}-${++this.#names}`, role, this.env))
  }

  /** Does it and undoes it: when this resolves, everything that should run is running again. */
  async disturb(disturbance: Disturbance, random: Random): Promise<void> {
    const { database } = this
    const broker = random.pick(this.brokers)
    switch (disturbance.kind) {
      case "kill":
        return random.pick(this.#members[disturbance.role]).killAndRestart()
      case "suspend":
        return paused(random.pick(this.#members[disturbance.role]), disturbance.ms)
      case "kill database":
        await database.kill()
        return database.restart()
      case "suspend database":
        return paused(database, disturbance.ms)
      case "cut database connections":
        return cutConnections(database.url)
      case "kill broker":
        await broker.kill()
        return broker.restart()
      case "suspend broker":
        return paused(broker, disturbance.ms)
      case "add worker":
        return this.add("worker")
      case "remove worker":
        return this.#removeWorker()
    }
  }

  async #removeWorker(): Promise<void> {
    const workers = this.#members.worker
    if (workers.length < 2) return
    const worker = workers.shift()!
    this.#removed.push(await worker.drain())
    await worker.dispose()
  }

  async #weigh(): Promise<void> {
    for (const { pid } of Object.values(this.#members).flat()) {
      const weight = await residentMiB(pid).catch(() => 0)
      // One that has just died weighs nothing that is a number.
      if (weight > this.mostMemory) this.mostMemory = weight
    }
  }

  async dispose(): Promise<void> {
    clearInterval(this.#watching)
    await Promise.all(
      Object.values(this.#members)
        .flat()
        .map(member => member.dispose()),
    )
    await Promise.all([...this.brokers.map(broker => broker.stop()), this.database.stop()])
  }
}

async function paused(what: { suspend(): unknown; resume(): unknown }, ms: number): Promise<void> {
  what.suspend()
  await Bun.sleep(ms)
  what.resume()
}
