import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../free-port.ts"
import { processesUnder } from "./processes.ts"

export interface LocalPostgres {
  /** `postgres://postgres@127.0.0.1:port/shopstream`; anybody on this machine may connect. */
  url: string
  /** Process id of the server's main process, for whoever measures it and its children. */
  readonly pid: number
  /** Ends it in order; a throw-away data folder goes with it. */
  stop(): Promise<void>
  /** Ends all its processes at once, and waits until they are gone. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same port and data. */
  restart(): Promise<void>
  /** Freezes all its processes: connections stay, nothing answers. */
  suspend(): void
  /** Lets them go on. */
  resume(): void
}

export interface ServerOptions {
  /** Folder of PostgreSQL's programs. */
  binaries: string
  /** Kept folder; absent: a fresh one that goes with the server. */
  data?: string
  /** Absent or 0: any free one. */
  port?: number
  /** Whether commits wait for the disk. Default: where the folder is kept. Without, a power cut may damage the data. */
  durable?: boolean
  /** Lines of `postgresql.conf`, by name. */
  settings?: Record<string, string>
}

const STARTS_WITHIN = 60_000
const STOPS_WITHIN = 10_000
const DATABASE = "shopstream"

/** Starts one server on loopback. It refuses to run as root, so root runs it as `postgres`, else as `nobody`. */
export async function startServer(options: ServerOptions): Promise<LocalPostgres> {
  const { binaries, data: kept, port: wanted = 0, durable = kept !== undefined, settings = {} } = options
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "shopstream-postgres-")))
  await mkdir(folder, { recursive: true })
  const data = join(folder, "data")
  const log = join(folder, "server.log")
  const port = wanted || freePort()
  const as = unprivileged(folder)
  const program = (name: string, ...args: string[]) => [...as, join(binaries, name), ...args]
  const at = ["-h", "127.0.0.1", "-p", `${port}`, "-U", "postgres"]
  let child: Bun.Subprocess | undefined

  const signal = (name: NodeJS.Signals): void => {
    for (const pid of child ? [...processesUnder(child.pid), child.pid] : []) {
      try {
        process.kill(pid, name)
      } catch {
        // It has ended by itself.
      }
    }
  }
  const forget = (): void => signal("SIGKILL")
  process.on("exit", forget)

  async function prepare(): Promise<void> {
    if (existsSync(join(data, "PG_VERSION"))) return
    const locale = ["--encoding=UTF8", "--locale=C", "--auth=trust", "--username=postgres"]
    await done(program("initdb", "-D", data, ...locale, ...(durable ? [] : ["--no-sync"])))
  }

  async function launch(): Promise<void> {
    await writeFile(log, "")
    const conf = { ...settingsOf(port, durable), ...settings }
    const flags = Object.entries(conf).flatMap(([name, value]) => ["-c", `${name}=${value}`])
    child = Bun.spawn(program("postgres", "-D", data, ...flags), { stdio: ["ignore", Bun.file(log), Bun.file(log)] })
    const deadline = Date.now() + STARTS_WITHIN
    while (Bun.spawnSync([join(binaries, "pg_isready"), "-q", ...at]).exitCode !== 0) {
      if (child.exitCode !== null || Date.now() > deadline) {
        signal("SIGKILL")
        throw new Error(`PostgreSQL did not start on port ${port}: ${lastLines(await readFile(log, "utf8"))}`)
      }
      await Bun.sleep(50)
    }
  }

  async function end(name: NodeJS.Signals): Promise<void> {
    const all = child ? [...processesUnder(child.pid), child.pid] : []
    signal("SIGCONT")
    if (name === "SIGKILL") signal(name)
    else child?.kill(name)
    const late = setTimeout(() => signal("SIGKILL"), STOPS_WITHIN)
    await child?.exited
    clearTimeout(late)
    // Its children have their own end; the port and the data are free when the last has gone.
    while (all.some(isAlive)) await Bun.sleep(10)
  }

  const discard = async (): Promise<void> => {
    process.off("exit", forget)
    if (kept === undefined) await rm(folder, { recursive: true, force: true })
  }

  try {
    await prepare()
    await launch()
    const exists = Bun.spawnSync([join(binaries, "psql"), ...at, "-d", DATABASE, "-c", "select 1"]).exitCode === 0
    if (!exists) await done([join(binaries, "createdb"), ...at, DATABASE])
  } catch (error) {
    signal("SIGKILL")
    await discard()
    throw error
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/${DATABASE}`,
    get pid() {
      return child!.pid
    },
    kill: () => end("SIGKILL"),
    restart: launch,
    suspend: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    async stop() {
      // SIGINT: the server ends its sessions and does not wait for them.
      await end(kept === undefined ? "SIGKILL" : "SIGINT")
      await discard()
    },
  }
}

function settingsOf(port: number, durable: boolean): Record<string, string> {
  return {
    port: `${port}`,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "128MB",
    max_wal_size: "2GB",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off" }),
  }
}

/** What to put before a command so that it does not run as root, and hands the folder over. */
function unprivileged(folder: string): string[] {
  if (process.getuid?.() !== 0) return []
  const user = Bun.spawnSync(["id", "-u", "postgres"]).exitCode === 0 ? "postgres" : "nobody"
  Bun.spawnSync(["chown", "-R", user, folder])
  return ["setpriv", `--reuid=${user}`, "--clear-groups"]
}

async function done(command: string[]): Promise<void> {
  const child = Bun.spawn(command, { stdio: ["ignore", "ignore", "pipe"], cwd: "/" })
  const complaint = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed: ${lastLines(complaint)}`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-5).join("\n")
