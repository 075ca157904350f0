import type { Config } from "../config.ts"
import type { Ready, StartOptions } from "../main.ts"
import { Failure } from "./failure.ts"
import { paint, print } from "./terminal.ts"

/** A second Ctrl-C counts only after this: npm hands the first one on, so it arrives twice. */
const SAME_KEYSTROKE_MS = 1000

/** A drain that takes longer is given up: what was not committed is read again from the log. */
const DRAIN_MS = 9_000

/** Runs the server until a signal asks it to stop, then drains it. */
export async function runUntilStopped(
  config: Config,
  options: Omit<StartOptions, "onReady">,
  onReady: (ready: Ready) => void,
): Promise<void> {
  for (const note of config.notes) print(paint.yellow(note))
  const stopped = signalled()
  const { start } = await import("../main.ts")
  const running = await start(config, { ...options, onReady }).catch(explain(config))
  if (options.role !== "all" && !process.env.SHOPSTREAM_SECRET) print(paint.yellow(secretNote(config)))
  await stopped
  print("\n  Stopping: what was taken is finished first. Ctrl-C again stops at once.")
  const isDrained = await Promise.race([running.stop().then(() => true), Bun.sleep(DRAIN_MS).then(() => false)])
  print(
    isDrained ? "  Stopped." : "  Stopped before all was finished; what is in the log is counted after the next start.",
  )
  process.exit(0)
}

/** Two secrets would salt the sets of visitors in two ways, and nobody would be told. */
function secretNote({ data }: Config): string {
  return `SHOPSTREAM_SECRET is not set, so that of ${data} is used: every process of this installation needs the same`
}

/** Resolves at the first SIGTERM or SIGINT; a later one ends the process on the spot. */
function signalled(): Promise<void> {
  return new Promise(resolve => {
    let first: number | undefined
    const onSignal = () => {
      if (first === undefined) {
        first = performance.now()
        resolve()
      } else if (performance.now() - first > SAME_KEYSTROKE_MS) process.exit(130)
    }
    process.on("SIGTERM", onSignal)
    process.on("SIGINT", onSignal)
  })
}

/** Turns what the operating system says about the port into what to do about it. */
function explain({ port, host }: Config): (error: unknown) => never {
  return error => {
    const { code } = error as NodeJS.ErrnoException
    if (code === "EADDRINUSE") {
      throw new Failure(
        `PORT: ${port} on ${host} is in use; stop what runs there, or set PORT to another, or to 0 for any`,
      )
    }
    if (code === "EACCES" && port > 0 && port < 1024) {
      throw new Failure(`PORT: ${port} needs more rights than this user has; set PORT to 1024 or more`)
    }
    throw error
  }
}
