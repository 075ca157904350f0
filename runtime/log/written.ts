import type { Envelope } from "./log.ts"

/** A record to be: the envelope, its event's JSON, and the JSON of the whole, which is a line of the file. */
export interface Written {
  envelope: Envelope
  text: string
  line: string
}

/** All of them, or throws. What the envelopes of a request share is written once. */
export function written(envelopes: readonly Envelope[]): Written[] {
  let like: Envelope | undefined
  let head = ""
  return envelopes.map(envelope => {
    const { event, ...rest } = envelope
    if (!like || !isAlike(like, envelope)) head = JSON.stringify(rest).slice(0, -1)
    like = envelope
    const text = JSON.stringify(event)
    return { envelope, text, line: `${head},"event":${text}}` }
  })
}

const isAlike = (a: Envelope, b: Envelope): boolean =>
  a.shop === b.shop && a.source === b.source && a.received_at === b.received_at && a.bot === b.bot
