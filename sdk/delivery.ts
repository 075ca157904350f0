import type { Rejection } from "./event.ts"
import { createPace } from "./pace.ts"
import type { Queue, Waiting } from "./queue.ts"
import type { Outcome, Transport } from "./transport.ts"
import { said, warn } from "./warn.ts"

/** The collector's limit of events in one request. */
const MOST_EVENTS = 1000
const LOCK = "shopstream"

export interface Delivery {
  /** Sends in `delay` ms, or as soon after it as the pace allows. */
  wake(delay: number): void
  /** Sends all that waits, backoff or not; resolves to the number of events that still have no answer. */
  flush(): Promise<number>
  /** The page is going: one request at once, waiting for nobody. */
  hurry(): void
}

export interface DeliveryParts {
  queue: Queue
  send: Transport
  /** Whether anything may be sent: the visitor's consent. */
  allowed: () => boolean
  /** Whether other tabs work on the same queue. */
  shared: boolean
  clock: () => number
  onRejected: (rejection: Rejection, event: Waiting) => void
}

/**
 * Empties the queue into the server. An event leaves the queue only with its verdict, so whatever happens in between,
 * the same bytes are sent again. Tabs take turns by a lock; without one both may send, and the server counts once.
 */
export function createDelivery({ queue, send, allowed, shared, clock, onRejected }: DeliveryParts): Delivery {
  const pace = createPace(clock)
  const flying = new Set<string>()
  let tail: Promise<unknown> = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerAt = 0
  let limit = MOST_EVENTS
  let barred = false

  function conclude(batch: readonly Waiting[], judged: readonly Waiting[], rejected: readonly Rejection[]): void {
    limit = MOST_EVENTS
    queue.remove(judged.map(event => event.id))
    for (const rejection of rejected) {
      const event = batch[rejection.index]
      if (event) onRejected(rejection, event)
    }
  }

  /** A batch was refused without verdicts: halve it until the poison event stands alone, and drop that one. */
  function bisect(batch: readonly Waiting[], why: string): void {
    limit = Math.ceil(batch.length / 2)
    if (batch.length > 1) return
    conclude(batch, batch, [])
    warn(`event ${batch[0]?.id}`, "the server to take it", why, "the event was dropped")
  }

  /** Deals with an answer; true when the next batch may go at once. */
  function settle(batch: readonly Waiting[], outcome: Outcome): boolean {
    if (outcome.kind === "later") {
      pace.failed(outcome.wait)
      wake(0)
      return false
    }
    pace.succeeded()
    if (outcome.kind === "barred") {
      const advice = "sending stops on this page, events are kept: check the key and the origins it allows"
      if (!barred) console.error(said("key", "one that may send events from here", outcome.why, advice))
      barred = true
      return false
    }
    const { rejected } = outcome
    if (outcome.kind === "answered") conclude(batch, batch, rejected)
    else {
      const judged = batch.filter((_, i) => rejected.some(({ index }) => index === i))
      if (judged.length) conclude(batch, judged, rejected)
      else bisect(batch, outcome.why)
    }
    return true
  }

  /** Sends one batch; true when the next one may go at once. */
  async function deliver(leaving = false): Promise<boolean> {
    const batch = !barred && pace.open() && allowed() ? queue.batch(limit, flying) : []
    if (!batch.length) return false
    for (const event of batch) flying.add(event.id)
    const outcome = await send(batch, leaving)
    for (const event of batch) flying.delete(event.id)
    return settle(batch, outcome)
  }

  async function drain(): Promise<void> {
    let more = true
    while (more) more = await deliver()
  }

  async function inTurn(work: () => Promise<void>): Promise<void> {
    if (shared && navigator.locks) await navigator.locks.request(LOCK, work)
    else await work()
  }

  function flush(): Promise<number> {
    // Whatever a turn throws (a lock refused to a page that is going away), the next turn still comes.
    tail = tail.then(() => (queue.size() ? inTurn(drain) : undefined)).catch(() => undefined)
    return tail.then(() => queue.size())
  }

  function wake(delay: number): void {
    const at = Math.max(clock() + delay, pace.soonest())
    if (timer && timerAt <= at) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(() => {
      timer = undefined
      flush()
    }, at - clock())
  }

  function hurry(): void {
    const sent = deliver(true).then(more => more && wake(0))
    tail = Promise.all([tail, sent])
  }

  return { wake, flush, hurry }
}
