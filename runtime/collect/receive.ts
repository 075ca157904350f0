import type { BlockList } from "node:net"
import type { Rejection, Verdicts } from "../../sdk/event.ts"
import type { Access } from "../access/principal.ts"
import { type ErrorBody, Refusal } from "../errors.ts"
import { type Envelope, type Log, LogFull } from "../log/log.ts"
import { toBatch } from "./batch.ts"
import { readBody } from "./body.ts"
import type { BotWatch } from "./bots/watch.ts"
import { addressBlock, clientAddress } from "./client-address.ts"
import { clockSkew } from "./clock-skew.ts"
import { bearer, eventSender, publicKey } from "./credential.ts"
import { parseJson } from "./json.ts"
import { type Judged, judge, onlySizes } from "./judge.ts"
import type { Places } from "./place/places.ts"
import type { RateLimit } from "./rate-limit.ts"
import { shown } from "./shown.ts"

/** What came of one request, for the live tail and for telemetry. */
export interface Tail {
  shop: string
  /** Durable in the log. */
  accepted: readonly Envelope[]
  rejected: readonly Rejection[]
}

/** What the collector works with; all of it is handed in. */
export interface Collector {
  log: Log
  access: Access
  perKey: RateLimit
  perAddress: RateLimit
  trusted: BlockList
  places: Places
  bots: BotWatch
  /** Epoch ms. */
  clock: () => number
  draining: () => boolean
  /** Called once the events are durable; must not throw. */
  onTail: (tail: Tail) => void
  /** Told what hides behind a 503. */
  report: (error: unknown) => void
}

export type Answer =
  | { status: 202; body: { success: true; data: Verdicts } }
  | { status: number; body: ErrorBody & { data: Verdicts } }

/**
 * One `POST /v1/events`, from bytes to an answer. What a request costs rises step by step, so that what can be refused
 * early is.
 *
 * @param socket address of the peer
 * @throws Refusal for a request that is refused as a whole
 */
export async function receive(request: Request, socket: string, collector: Collector): Promise<Answer> {
  // Before the body is read: a slow upload is no clock skew.
  const receivedAt = collector.clock()
  if (collector.draining()) {
    throw new Refusal("draining", "this server is stopping; send the same events again", undefined, 1)
  }
  const address = clientAddress(socket, request.headers.get("x-forwarded-for"), collector.trusted)
  const block = addressBlock(address)
  collector.perAddress.take(block, 1)

  const key = bearer(request.headers)
  const early = key === undefined ? undefined : await eventSender(key, request.headers, collector.access)
  const { value, structure } = parseJson(await readBody(request))
  const { events, sentAt, writeKey, timeZone, automated } = toBatch(value)
  const { principal, source } = early ?? (await eventSender(publicKey(writeKey), request.headers, collector.access))
  collector.perAddress.charge(block, events.length - 1)
  collector.perKey.take(principal.keyHash ?? principal.shop.id, events.length)

  const skew = clockSkew(sentAt, receivedAt)
  if (Number.isNaN(skew)) {
    throw new Refusal("bad_request", `expected "sent_at" to be an ISO 8601 time with a zone, got ${shown(sentAt)}`)
  }
  const received_at = new Date(receivedAt).toISOString()
  const { shop } = principal
  // With a secret key it is the shop's own server that sends: neither its place nor its pace is a visitor's.
  const visitor = source === "browser" && {
    place: collector.places.find(address, timeZone),
    botMarkOf: collector.bots.of({ shop: shop.id, userAgent: request.headers.get("user-agent"), automated }),
  }
  const judged = judge(events, { shop, source, receivedAt, received_at, skew, ...visitor }, structure)
  if (judged.accepted.length > 0) await append(judged.accepted, collector)
  collector.onTail({ shop: shop.id, ...judged })
  return answer(judged)
}

async function append(envelopes: readonly Envelope[], { log, report }: Collector): Promise<void> {
  try {
    await log.append(envelopes)
  } catch (error) {
    if (!(error instanceof LogFull)) report(error)
    throw new Refusal(
      "not_durable",
      "the events could not be made durable; some or none may have been taken: send all again with the same ids",
      undefined,
      1,
    )
  }
}

/**
 * One accepted event makes it 202. With none it is 413 where size and depth are all that was wrong — a sender splits
 * or drops — and 400 otherwise; the verdicts come along in each case.
 */
function answer(judged: Judged): Answer {
  const data: Verdicts = { accepted: judged.accepted.length, rejected: judged.rejected }
  if (data.accepted > 0) return { status: 202, body: { success: true, data } }
  const [first] = judged.rejected
  const refusal = !first
    ? new Refusal("nothing_accepted", "expected at least one event, got none")
    : onlySizes(judged)
      ? new Refusal(first.code === "event_too_deep" ? "too_deep" : "too_large", first.message)
      : new Refusal("nothing_accepted", `none of ${judged.rejected.length} events could be accepted: ${first.message}`)
  return { status: refusal.status, body: { ...refusal.body(), data } }
}
