import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../../../deploy/local/free-port.ts"
import type { Role } from "../../roles/role.ts"

const CLI = join(import.meta.dir, "../../cli/shopstream.ts")
const OPEN_WITHIN_MS = 60_000

/** One process of the fleet. It keeps its port and its data folder through every death. */
export interface Member {
  readonly name: string
  readonly role: Role
  readonly url: string
  readonly pid: number
  /** Kills it as a power cut would, waits until it is gone, and starts it again. Resolves when it is open for work. */
  killAndRestart(): Promise<void>
  /** Stops its clock, so that it does not know how long it was away. */
  suspend(): void
  resume(): void
  /** Asks it to drain. @returns its exit code */
  drain(): Promise<number>
  dispose(): Promise<void>
}

/** Starts a process of the role and waits until it answers. */
export async function startMember(name: string, role: Role, env: Readonly<Record<string, string>>): Promise<Member> {
  const data = await mkdtemp(join(tmpdir(), `shopstream-${name}-`))
  const port = freePort()
  const url = `http://127.0.0.1:${port}`
  const { PATH, HOME } = process.env
  const surroundings = { PATH, HOME, ...env, SHOPSTREAM_DATA: data, PORT: String(port), NO_COLOR: "1" }
  const launch = () =>
    Bun.spawn([process.execPath, CLI, "start", "--role", role], {
      cwd: data,
      env: surroundings,
      stdio: ["ignore", "ignore", "inherit"],
    })
  let child = launch()
  await untilOpen(url, child)

  return {
    name,
    role,
    url,
    get pid() {
      return child.pid
    },
    async killAndRestart() {
      child.kill("SIGKILL")
      await child.exited
      child = launch()
      await untilOpen(url, child)
    },
    suspend: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    async drain() {
      child.kill("SIGCONT")
      child.kill("SIGTERM")
      return child.exited
    },
    async dispose() {
      child.kill("SIGKILL")
      await child.exited
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** @throws Error when the process ends or does not answer in time */
async function untilOpen(url: string, child: Bun.Subprocess): Promise<void> {
  const giveUpAt = performance.now() + OPEN_WITHIN_MS
  for (;;) {
    const answer = await fetch(`${url}/health`).catch(() => undefined)
    if (answer?.ok) return
    if (child.exitCode !== null) throw new Error(`expected a process to open ${url}; it exited with ${child.exitCode}`)
    if (performance.now() > giveUpAt) throw new Error(`${url} did not open within ${OPEN_WITHIN_MS / 1000} s`)
    await Bun.sleep(20)
  }
}
