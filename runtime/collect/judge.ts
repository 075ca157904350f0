import type { Rejection } from "../../sdk/event.ts"
import type { Envelope } from "../log/log.ts"
import { accept, type Sender } from "./accept.ts"
import { FIELDS } from "./limits.ts"
import { oversize } from "./oversize.ts"
import type { Structure } from "./structure.ts"
import { isSize, type VerdictCode } from "./verdict.ts"

export interface Judged {
  accepted: Envelope[]
  rejected: (Rejection & { code: VerdictCode })[]
}

/** Gives each event of a batch exactly one place: among the accepted, or among the rejected with its verdict. */
export function judge(events: readonly unknown[], sender: Sender, body: Structure): Judged {
  const judged: Judged = { accepted: [], rejected: [] }
  for (let index = 0; index < events.length; index++) {
    const event = events[index]
    const result = oversize(event, body) ?? accept(event, sender)
    if ("event" in result) judged.accepted.push(result)
    else judged.rejected.push({ index, event_id: eventId(event), code: result.code, message: result.message })
  }
  return judged
}

/** Whether the events failed by their size alone. */
export function onlySizes({ rejected }: Judged): boolean {
  return rejected.length > 0 && rejected.every(({ code }) => isSize(code))
}

/** As the sender wrote it, where it can be quoted. */
function eventId(event: unknown): string | undefined {
  if (typeof event !== "object" || event === null || !("event_id" in event)) return undefined
  const id = event.event_id
  return typeof id === "string" && id.length <= FIELDS.eventId ? id : undefined
}
