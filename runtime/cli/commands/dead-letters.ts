import type { Command } from "commander"
import type { Envelope } from "../../log/log.ts"
import { openLog } from "../../roles/ends.ts"
import type { KeptLetter } from "../../store/store.ts"
import { Failure } from "../failure.ts"
import { withStore } from "../installation.ts"
import { wholeNumber } from "../options.ts"
import { columns, example, paint, print, printJson, table, thousands } from "../terminal.ts"

/** More than anybody reads, and few enough to be held in memory. */
const MOST = 100_000
/** As many as the log is sure to take at once. */
const AT_ONCE = 500
const REASON_WIDTH = 60

export function deadLettersCommand(program: Command): void {
  const letters = program
    .command("dead-letters")
    .description("look at records that could not be counted, and send them again")
  letters
    .command("list")
    .description("list them, newest first, with the reason")
    .option("--limit <count>", "how many", wholeNumber(1, MOST), 20)
    .option("--json", "answer JSON, with the records themselves")
    .addHelpText("after", example("shopstream dead-letters list", "shopstream dead-letters list --limit 1000 --json"))
    .action(list)
  letters
    .command("resubmit")
    .description("send them to the log again with their own ids, once what refused them is mended")
    .option("--id <id>", "this one, as dead-letters list names it")
    .option("--all", "all that were not sent again yet")
    .option("--json", "answer JSON")
    .addHelpText("after", example("shopstream dead-letters resubmit --all"))
    .action(resubmit)
}

const idOf = ({ log, partition, offset }: KeptLetter): string => `${log}/${partition}/${offset}`

async function list({ limit, json }: { limit: number; json?: true }): Promise<void> {
  const letters = await withStore(store => store.deadLetters(limit))
  if (json) return printJson(letters.map(letter => ({ id: idOf(letter), ...letter })))
  const rows = letters.map(letter => [
    idOf(letter),
    letter.shop ?? "unknown",
    shortened(letter.reason),
    letter.resubmitted_at ? paint.dim(`sent again ${letter.resubmitted_at.slice(0, 16)}`) : paint.yellow("waits"),
  ])
  print(table(["id", "shop", "reason", "state"], rows, "No dead letters."))
}

async function resubmit({ id, all, json }: { id?: string; all?: true; json?: true }): Promise<void> {
  if ((id === undefined) === (all === undefined)) throw new Failure("expected either --id or --all")
  const outcome = await withStore(async (store, config) => {
    const kept = await store.deadLetters(MOST)
    const wanted = kept.filter(letter => (id === undefined ? !letter.resubmitted_at : idOf(letter) === id))
    if (id !== undefined) assertSendable(id, wanted[0])
    const sendable = wanted.filter(letter => envelopeOf(letter) !== undefined)
    if (sendable.length > 0) {
      const log = await openLog(config)
      try {
        for (let i = 0; i < sendable.length; i += AT_ONCE) {
          const some = sendable.slice(i, i + AT_ONCE)
          await log.append(some.map(letter => envelopeOf(letter)!))
          // After it is durable: a crash in between sends it twice, and its id counts once.
          await store.markResubmitted(some)
        }
      } finally {
        await log.close()
      }
    }
    return { resubmitted: sendable.length, unreadable: wanted.length - sendable.length }
  })
  if (json) return printJson(outcome)
  const rows = [[paint.bold("sent again"), thousands(outcome.resubmitted)]]
  if (outcome.unreadable > 0) rows.push([paint.bold("left"), `${thousands(outcome.unreadable)} that are no envelopes`])
  print(columns(rows))
}

function assertSendable(id: string, letter: KeptLetter | undefined): void {
  if (!letter) throw new Failure(`there is no dead letter ${id}; see: shopstream dead-letters list`)
  if (letter.resubmitted_at) throw new Failure(`${id} was sent again on ${letter.resubmitted_at} already`)
  if (!envelopeOf(letter)) throw new Failure(`${id} is no envelope that the log could take: ${letter.reason}`)
}

/** The record as it was written; undefined where it never was one. What it lacks, the pipeline judges again. */
function envelopeOf({ poison }: KeptLetter): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(poison)
    const isEnvelope = typeof value === "object" && value !== null && "event" in value && isRecord(value.event)
    return isEnvelope ? (value as Envelope) : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value)

const shortened = (text: string): string => (text.length > REASON_WIDTH ? `${text.slice(0, REASON_WIDTH - 1)}…` : text)
