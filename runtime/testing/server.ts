import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SURVIVES_FULL_DISK } from "./full-disk.ts"

const CLI = join(import.meta.dir, "../cli/shopstream.ts")

/** A real runtime in a process of its own, on a data folder of its own: what end-to-end tests, siege and bench talk to. */
export interface ServerUnderTest {
  url: string
  data: string
  keys: { shop: string; write: string; ingest: string; read: string; admin: string }
  /** The one-time sign-in link that it printed. */
  signInUrl: string
  /** Process id, for whoever measures it. */
  pid: number
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to drain and waits: its exit code. */
  drain(): Promise<number>
  /** Starts it again, after `kill` or `drain`, on the same port and data. */
  restart(): Promise<void>
  /** Ends it however it is, and removes the data. */
  dispose(): Promise<void>
  /** Runs the command line beside it. */
  cli(...args: string[]): Promise<string>
}

export interface ServerOptions {
  env?: Record<string, string>
  /** `start` (default) or `demo`. */
  command?: "start" | "demo"
  /** A role that opens for people: `all` (default), or `api` beside another process on the same database. */
  role?: "all" | "api"
}

export async function startServer({ env = {}, command = "start", role }: ServerOptions = {}): Promise<ServerUnderTest> {
  const data = await mkdtemp(join(tmpdir(), "shopstream-"))
  let child: Bun.Subprocess<"ignore", "pipe", "inherit">
  let port = "0"
  const { PATH, HOME } = process.env
  // In a folder and an environment of its own: settings and an .env of whoever runs the tests do not reach it.
  const surroundings = () => ({
    cwd: data,
    env: { PATH, HOME, EVENT_RATE: "0", ...env, SHOPSTREAM_DATA: data, PORT: port, NO_COLOR: "1" },
  })

  async function launch(): Promise<string> {
    child = Bun.spawn([...SURVIVES_FULL_DISK, process.execPath, CLI, command, ...(role ? ["--role", role] : [])], {
      ...surroundings(),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    })
    const printed = await readUntil(child.stdout, /http:\/\/\S+\?token=\S+/)
    if (!printed) throw new Error(`expected the server to print its sign-in link; it exited with ${await child.exited}`)
    return printed
  }

  const server: ServerUnderTest = {
    url: "",
    data,
    keys: { shop: "", write: "", ingest: "", read: "", admin: "" },
    signInUrl: "",
    get pid() {
      return child.pid
    },
    async kill() {
      child.kill("SIGKILL")
      await child.exited
    },
    async drain() {
      child.kill("SIGTERM")
      return child.exited
    },
    async restart() {
      server.signInUrl = await launch()
    },
    async dispose() {
      child.kill("SIGKILL")
      await child.exited
      await rm(data, { recursive: true, force: true })
    },
    async cli(...args) {
      const run = Bun.spawn([process.execPath, CLI, ...args], { ...surroundings(), stdout: "pipe", stderr: "pipe" })
      const [out, error, code] = await Promise.all([
        new Response(run.stdout).text(),
        new Response(run.stderr).text(),
        run.exited,
      ])
      if (code !== 0) throw new Error(`shopstream ${args.join(" ")} exited with ${code}: ${error}`)
      return out
    },
  }
  server.signInUrl = await launch()
  server.url = new URL(server.signInUrl).origin
  port = new URL(server.signInUrl).port
  server.keys = JSON.parse(await readFile(join(data, "keys.json"), "utf8"))
  return server
}

/** The first match in what a stream prints; undefined when it ends without. What follows is read and thrown away. */
async function readUntil(stream: ReadableStream<Uint8Array>, pattern: RegExp): Promise<string | undefined> {
  const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let text = ""
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return undefined
    text += value
    const match = pattern.exec(text)?.[0]
    if (match) {
      void drainStream(reader)
      return match
    }
  }
}

async function drainStream(reader: { read(): Promise<{ done: boolean }> }): Promise<void> {
  while (!(await reader.read()).done);
}
