import { CommanderError } from "commander"
import { paintFor } from "./terminal.ts"

/** What went wrong, in one line that says what to do. */
export class Failure extends Error {
  override name = "Failure"
}

/**
 * Prints an error as one clear line on stderr, with its stack where `DEBUG` is set.
 * @returns the exit code; 0 for what is no error, such as `--help`
 */
export function report(error: unknown): number {
  // Commander has printed the help: because it was asked for, or because a command was missing.
  if (error instanceof CommanderError && /^commander\.(help|version)/.test(error.code)) return error.exitCode
  process.stderr.write(`${paintFor(process.stderr).red(lineOf(error))}\n`)
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return 1
}

function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof CommanderError)) return error.message
  const [problem = "", hint] = error.message.replace(/^error: /, "").split("\n")
  return `${problem.replace(/\.$/, "")}${hint ? ` ${hint}` : ""}; see shopstream --help`
}
