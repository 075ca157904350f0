import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../free-port.ts"

export interface LocalKafka {
  /** `127.0.0.1:port`. */
  bootstrap: string
  /** Process id of the broker, for whoever measures it. */
  readonly pid: number
  /** Ends it in order; a throw-away data folder goes with it. */
  stop(): Promise<void>
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same port and data. */
  restart(): Promise<void>
  /** Freezes it: connections stay, nothing answers. */
  suspend(): void
  /** Lets it go on. */
  resume(): void
}

export interface BrokerOptions {
  jars: string
  /** Kept folder; absent: a fresh one that goes with the broker. */
  data?: string
  /** Absent or 0: any free one. */
  port?: number
  /** Lines of `server.properties`, by name: beside the usual ones, or in place of them. */
  settings?: Readonly<Record<string, string>>
  /** Id of the cluster that it is of; absent: one of its own. */
  cluster?: string
  /** What is told to `kafka-storage format`, e.g. `--add-scram` and who may log in so. */
  format?: readonly string[]
}

/** Written when the broker takes requests. */
const STARTED = "Kafka Server started"
const STARTS_WITHIN = 60_000
const STOPS_WITHIN = 15_000

/** Starts one broker that is its own controller (KRaft), on loopback only; `settings` may make it a node of several. */
export async function startBroker(options: BrokerOptions): Promise<LocalKafka> {
  const { jars, data: kept, port = 0, cluster = clusterId(), format: formatting = [] } = options
  const data = kept ?? (await mkdtemp(join(tmpdir(), "shopstream-kafka-")))
  await mkdir(data, { recursive: true })
  const at = port || freePort()
  const file = join(data, "server.properties")
  const log = join(data, "broker.log")
  const settings = { ...settingsOf(data, at, freePort()), ...options.settings }
  await writeFile(file, lines(settings))
  const java = (...args: string[]) => ["java", "-cp", join(jars, "*"), ...args]
  let child: Bun.Subprocess | undefined

  const forget = (): void => child?.kill("SIGKILL")
  process.on("exit", forget)

  async function format(): Promise<void> {
    if (existsSync(join(data, "topics", "meta.properties"))) return
    const tool = Bun.spawn(java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", file, ...formatting), {
      stdio: ["ignore", "ignore", "pipe"],
    })
    const complaint = await new Response(tool.stderr).text()
    if ((await tool.exited) !== 0) throw new Error(`Kafka could not format ${data}: ${lastLines(complaint)}`)
  }

  async function launch(): Promise<void> {
    await writeFile(log, "")
    const quiet = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.log.kafka.server=info"]
    const small = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC"]
    child = Bun.spawn(java(...small, ...quiet, "kafka.Kafka", file), {
      stdio: ["ignore", "ignore", Bun.file(log)],
    })
    const deadline = Date.now() + STARTS_WITHIN
    while (!(await readFile(log, "utf8")).includes(STARTED)) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill("SIGKILL")
        throw new Error(`Kafka did not start on port ${at}: ${lastLines(await readFile(log, "utf8"))}`)
      }
      await Bun.sleep(50)
    }
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    child?.kill("SIGCONT")
    child?.kill(signal)
    const late = setTimeout(() => child?.kill("SIGKILL"), STOPS_WITHIN)
    await child?.exited
    clearTimeout(late)
  }

  const discard = async (): Promise<void> => {
    if (kept === undefined) await rm(data, { recursive: true, force: true })
  }

  try {
    await format()
    await launch()
  } catch (error) {
    await discard()
    throw error
  }
  return {
    bootstrap: `127.0.0.1:${at}`,
    get pid() {
      return child!.pid
    },
    kill: () => end("SIGKILL"),
    restart: launch,
    suspend: () => child?.kill("SIGSTOP"),
    resume: () => child?.kill("SIGCONT"),
    async stop() {
      await end(kept === undefined ? "SIGKILL" : "SIGTERM")
      process.off("exit", forget)
      await discard()
    },
  }
}

/** The short session is for `restart`: a broker that was killed may not come back before its session ended. */
function settingsOf(data: string, port: number, controllerPort: number): Record<string, string> {
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    "controller.listener.names": "CONTROLLER",
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
    "log.dirs": join(data, "topics"),
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "offsets.topic.num.partitions": "4",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "2000",
  }
}

const lines = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("")

/** 16 bytes as Kafka writes them; one that begins with "-" would be taken for an option. */
export function clusterId(): string {
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url")
  return id.startsWith("-") ? clusterId() : id
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-5).join("\n")
