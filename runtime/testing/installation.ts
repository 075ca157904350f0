import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureKafka } from "../../deploy/local/kafka.ts"
import { ensurePostgres, type PostgresSettings } from "../../deploy/local/postgres.ts"
import type { KeysFile } from "../access/bootstrap.ts"
import { runCli, spawnCli } from "../cli/testing.ts"

/** A process of one role, open for work. */
export interface RoleProcess {
  url: string
  /** What it printed to sign in by; an API process only. */
  signInUrl?: string
  pid: number
  /** As a power cut would. */
  kill(): Promise<void>
  /** Asks it to drain. @returns its exit code and how long it took, ms */
  drain(): Promise<{ code: number; ms: number }>
}

/** A real broker, a real database, and processes of the command line on them, as Compose starts them. */
export interface Installation {
  keys: KeysFile
  /** For those who look at it by SQL. */
  databaseUrl: string
  /** Process ids of the broker and of the database's first process, for whoever measures them. */
  pids: { broker: number; database: number }
  /** @param flags of Bun, e.g. `--cpu-prof` */
  start(role: string, flags?: readonly string[]): Promise<RoleProcess>
  /** Runs a command to its end. @throws Error when it fails */
  run(...args: string[]): Promise<string>
  stop(): Promise<void>
}

/**
 * @param server how the database differs from one that is thrown away after a test
 * @returns the installation, or why there can be none here
 */
export async function install(server: PostgresSettings = {}): Promise<Installation | { missing: string }> {
  const say = (line: string): void => console.error(line)
  const [broker, database] = await Promise.all([ensureKafka(say), ensurePostgres(say, server)])
  const stopEnds = async (): Promise<void> => {
    if ("kafka" in broker) await broker.kafka.stop()
    if ("postgres" in database) await database.postgres.stop()
  }
  if ("missing" in broker || "missing" in database) {
    await stopEnds()
    return { missing: "missing" in broker ? broker.missing : (database as { missing: string }).missing }
  }
  const cwd = await mkdtemp(join(tmpdir(), "shopstream-installation-"))
  const env = {
    DATABASE_URL: database.postgres.url,
    KAFKA_BOOTSTRAP_SERVERS: broker.kafka.bootstrap,
    SHOPSTREAM_DATA: join(cwd, "data"),
    SHOPSTREAM_SECRET: "q7Zt0sJm3vYcWn8RbKx2LpUe5HdAfGi9",
    PORT: "0",
  }
  const children: Bun.Subprocess[] = []
  const installation: Installation = {
    keys: {} as KeysFile,
    databaseUrl: env.DATABASE_URL,
    pids: { broker: broker.kafka.pid, database: database.postgres.pid },
    async start(role, flags = []) {
      const child = spawnCli(["start", "--role", role], { cwd, env, flags })
      children.push(child)
      const printed = await readyText(child)
      return {
        url: /http:\/\/[\w.:]+/.exec(printed)![0],
        signInUrl: /http:\/\/\S+\?token=\S+/.exec(printed)?.[0],
        pid: child.pid,
        async kill() {
          child.kill("SIGKILL")
          await child.exited
        },
        async drain() {
          const began = performance.now()
          child.kill("SIGTERM")
          return { code: await child.exited, ms: performance.now() - began }
        },
      }
    },
    async run(...args) {
      const { code, stdout, stderr } = await runCli(args, { cwd, env })
      if (code !== 0) throw new Error(`shopstream ${args.join(" ")} exited with ${code}: ${stderr}`)
      return stdout
    },
    async stop() {
      for (const child of children) {
        child.kill("SIGKILL")
        await child.exited
      }
      await stopEnds()
      await rm(cwd, { recursive: true, force: true })
    },
  }
  try {
    await installation.run("migrate")
    installation.keys = JSON.parse(await readFile(join(env.SHOPSTREAM_DATA, "keys.json"), "utf8"))
    return installation
  } catch (error) {
    await installation.stop()
    throw error
  }
}

/** What a process prints when it is ready; what follows is read and thrown away. */
async function readyText(child: ReturnType<typeof spawnCli>): Promise<string> {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  let printed = ""
  while (!printed.includes("Ctrl-C")) {
    const { value, done } = await reader.read()
    if (done)
      throw new Error(`expected a process to become ready; it ended: ${await new Response(child.stderr).text()}`)
    printed += value
  }
  void (async () => {
    while (!(await reader.read()).done);
  })()
  return printed
}
