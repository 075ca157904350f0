import type { Envelope } from "../log/log.ts"
import type { RoundResult } from "../pipeline/round.ts"
import { Counter, Histogram } from "./instruments.ts"

/** What the runtime counts of its own work, for Prometheus. One per process, from its start. */
export interface Telemetry {
  /** The collector answered a request. */
  onTail(tail: { accepted: readonly Pick<Envelope, "bot">[]; rejected: readonly { code: string }[] }): void
  /** A batch committed. */
  onCommit(result: Pick<RoundResult, "admitted" | "duplicates" | "poison" | "failures" | "took">): void
  /** Numbers reached the sockets, so many milliseconds after their commit. */
  onPushed(ms: number): void
  /** Lines of the text format. */
  lines(): string[]
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const EVENTS = [1, 10, 100, 1_000, 10_000]

export function createTelemetry(): Telemetry {
  const accepted = new Counter("shopstream_events_accepted_total", "Events that are durable in the log.")
  const rejected = new Counter("shopstream_events_rejected_total", "Events that were refused, by code of the verdict.")
  const bots = new Counter(
    "shopstream_events_bot_total",
    "Accepted events that no shopper made, by what gave them away and whether they are kept out of the numbers.",
  )
  const folded = new Counter(
    "shopstream_events_folded_total",
    "Events from the log, by what the pipeline found them to be.",
  )
  const failures = new Counter("shopstream_metric_failures_total", "Batches in which a metric failed, by metric.")
  const batch = new Histogram("shopstream_batch_seconds", "Time from taking a batch to its commit.", SECONDS)
  const size = new Histogram("shopstream_batch_events", "Events per batch.", EVENTS)
  const push = new Histogram("shopstream_push_seconds", "Time from a commit to its numbers on the sockets.", SECONDS)

  return {
    onTail(tail) {
      accepted.add(tail.accepted.length)
      for (const { bot } of tail.accepted) if (bot) bots.add(1, { reason: bot.reason, excluded: `${bot.excluded}` })
      for (const { code } of tail.rejected) rejected.add(1, { code })
    },
    onCommit(result) {
      const { admitted, duplicates, poison } = result
      for (const [outcome, count] of Object.entries({ admitted, duplicates, poison })) folded.add(count, { outcome })
      for (const metric of result.failures.keys()) failures.add(1, { metric })
      batch.observe(result.took / 1000)
      size.observe(admitted + duplicates + poison)
    },
    onPushed(ms) {
      push.observe(ms / 1000)
    },
    lines: () =>
      [accepted, rejected, bots, folded, failures, batch, size, push].flatMap(instrument => instrument.lines()),
  }
}
