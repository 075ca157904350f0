import { type Batch, type Log, LogGap, LogReplaced, type Offset, type Round } from "../log/log.ts"
import { CommitUnknown, Fenced, type Incident, Stale, type Writer } from "../store/store.ts"
import { isAside } from "./aside.ts"
import { HotState } from "./hot.ts"
import type { Registry } from "./registry.ts"
import { beginRound, type Folding, type Part, type RoundContext, type RoundResult } from "./round.ts"
import { noteSince } from "./since.ts"

export interface PipelineOptions extends RoundContext {
  log: Log
  /** Least time from the beginning of one round to that of the next, ms; default 15. */
  pace?: number
  /** After every commit, in commit order. */
  onCommit(result: RoundResult): void
  /** A transient fault that is being retried, for the log and `/ready`. */
  onTrouble(error: unknown): void
}

export interface Pipeline {
  /** What it is doing: `running`, or `retrying` with the reason. */
  state(): { state: "running" | "retrying" | "stopped"; reason?: string }
  /** To be called when `registry` is another: notes where its new metrics begin, in quiet partitions too. */
  adopt(): Promise<void>
  /** Finishes the rounds under way, commits them, and ends. */
  stop(): Promise<void>
}

/**
 * Rounds begin at least this far apart, ms. Under load batches then grow instead of multiplying, and cells that all of them
 * touch are written less often; a round after a pause begins at once.
 */
const PACE = 15

/** Each time another writer was quicker; that it is so again and again is no chance. */
const MOST_STALE = 10

/** First and longest wait before the store is tried again, ms. */
const BACKOFF = { first: 100, longest: 5_000 }

/**
 * Starts the only loop: log → transaction → live, until stopped. Resolves when store and log are known to fit together;
 * only then may the log take new records, since a log that was cut back would hide it by growing past the checkpoint.
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const stopping = new AbortController()
  const worker = new Worker(options, stopping.signal)
  await worker.align()
  const done = worker.run()
  return {
    state: () => worker.state,
    adopt: () => worker.adopt(),
    async stop() {
      stopping.abort()
      await done
    },
  }
}

class Worker {
  state: ReturnType<Pipeline["state"]> = { state: "running" }
  /** What this worker believes each partition's checkpoint to be; the fence holds it to it. */
  readonly #checkpoints = new Map<number, Offset | undefined>()
  readonly #hot = new Map<number, HotState>()
  /** With which registry each partition is known to begin. */
  readonly #noted = new Map<number, Registry>()
  /** The commit of the last round that was begun, told of; and with it those before. */
  #committing: Promise<void> = Promise.resolve()
  /** The last round that was folded, committed or not. */
  #folding: Folding | undefined
  /** How often in a row another writer was quicker. */
  #stale = 0

  constructor(
    readonly options: PipelineOptions,
    readonly signal: AbortSignal,
  ) {}

  /**
   * Sees to it that every checkpoint lies within what the log holds. Other workers may be at work: the checkpoints are
   * read first, so that one that moves on meanwhile cannot seem to lie beyond the end.
   */
  async align(): Promise<void> {
    const { log, store } = this.options
    await this.#tellOfReplacedLog()
    const partitions = Array.from({ length: log.partitions }, (_, partition) => partition)
    const checkpoints = await Promise.all(partitions.map(partition => store.checkpoint({ log: log.id, partition })))
    for (const { partition, first, end } of await log.state()) {
      const checkpoint = checkpoints[partition]
      const wanted = checkpoint ?? 0
      if (wanted < first || wanted > end) {
        await this.#resumeAtFirstHeld(new LogGap(log.id, partition, wanted, first, end), checkpoint)
      }
    }
  }

  async run(): Promise<void> {
    let wait = BACKOFF.first
    while (!this.signal.aborted) {
      // A commit that fails must not wait for the next round to be noticed.
      const failing = new AbortController()
      try {
        for await (const round of this.options.log.consume(
          (log, partition) => this.#resume(log, partition),
          AbortSignal.any([this.signal, failing.signal]),
          partition => this.#forget(partition),
        )) {
          const began = performance.now()
          await this.#take(round)
          this.#committing.catch(() => failing.abort())
          wait = BACKOFF.first
          await this.#pause((this.options.pace ?? PACE) - (performance.now() - began))
        }
        await this.#committing
      } catch (thrown) {
        // What was begun later failed because of it, or is of no use without it.
        const error = (await failureOf(this.#committing)) ?? thrown
        this.#committing = Promise.resolve()
        this.#folding = undefined
        this.#hot.clear()
        if (error instanceof Fenced || error instanceof CommitUnknown) continue
        if (error instanceof Stale && this.#stale++ < MOST_STALE) continue
        if (await this.#mended(error)) continue
        this.state = { state: "retrying", reason: error instanceof Error ? error.message : String(error) }
        this.options.onTrouble(error)
        await this.#pause(wait)
        wait = Math.min(wait * 2, BACKOFF.longest)
      }
    }
    this.state = { state: "stopped" }
  }

  async #resume(log: string, partition: number): Promise<Offset | undefined> {
    await this.#settled()
    const checkpoint = await this.options.store.checkpoint({ log, partition })
    this.#checkpoints.set(partition, checkpoint)
    this.#hot.delete(partition)
    this.#noted.delete(partition)
    await this.#note({ log, partition }, this.options.registry)
    return checkpoint
  }

  /** What is under way still has the former registry, and moves a checkpoint: what is new begins after it. */
  async adopt(): Promise<void> {
    await this.#settled()
    const { log, registry } = this.options
    for (const partition of this.#checkpoints.keys()) await this.#note({ log: log.id, partition }, registry)
  }

  async #note({ log, partition }: Writer, registry: Registry): Promise<void> {
    if (this.#noted.get(partition) === registry) return
    const stored = [...registry.metrics.values()].filter(({ kind }) => kind !== "derived").map(({ name }) => name)
    await noteSince(this.options.store, { log, partition }, this.#checkpoints.get(partition), stored)
    this.#noted.set(partition, registry)
  }

  /** Another worker has the partition now: what is known of it here only takes room. */
  #forget(partition: number): void {
    this.#checkpoints.delete(partition)
    this.#noted.delete(partition)
    this.#hot.delete(partition)
  }

  /**
   * Resolves when the round is folded and the one before it committed, so that at most two are under way: while the store
   * writes one, the next is folded here. A store that runs one transaction at a time gets one round at a time; what comes
   * meanwhile then joins the next.
   * @throws what the round failed by, or the one before it
   */
  async #take(round: Round): Promise<void> {
    const { registry, store } = this.options
    if (round.some(({ partition }) => this.#noted.get(partition) !== registry)) await this.#committing
    for (const batch of round) await this.#note(batch, registry)
    const parts = round.toSorted((a, b) => a.partition - b.partition).map(batch => this.#partOf(batch))
    const before = this.#committing
    const { folded, committed } = beginRound({ ...this.options, registry }, parts, this.#folding)
    this.#committing = committed.then(async result => {
      await before
      this.#stale = 0
      this.state = { state: "running" }
      this.options.onCommit(result)
    })
    this.#folding = await folded
    await (store.overlaps ? before : this.#committing)
  }

  /** What is hot, and where the partition stands once the batch is committed. */
  #partOf(batch: Batch): Part {
    const { partition, next } = batch
    const hot = this.#hot.get(partition) ?? new HotState()
    this.#hot.set(partition, hot)
    const checkpoint = this.#checkpoints.get(partition)
    this.#checkpoints.set(partition, next)
    return { batch, checkpoint, hot }
  }

  #settled(): Promise<unknown> {
    return this.#committing.catch(() => {})
  }

  /** Whether the loop can go on at once: with a log that was made anew, or at the first record that is held. */
  async #mended(error: unknown): Promise<boolean> {
    try {
      if (error instanceof LogReplaced) await this.align()
      else if (error instanceof LogGap) await this.#resumeAtFirstHeld(error, this.#checkpoints.get(error.partition))
      else return false
      return true
    } catch {
      return false
    }
  }

  /**
   * The log was cut back (an old copy restored) or trimmed past the checkpoint (an old store restored). Both go on at
   * the first record that is held: what was folded before is known by its id and not counted again. Recorded, so that
   * it is seen. Where another worker moved the checkpoint meanwhile, the gap is no more, or it is that worker's.
   */
  async #resumeAtFirstHeld(gap: LogGap, checkpoint: Offset | undefined): Promise<void> {
    const { log, partition, wanted, first, end, message } = gap
    const { store, clock } = this.options
    if ((await store.checkpoint({ log, partition })) !== checkpoint) return
    const cutBack = wanted > end
    await this.#record({
      id: `${log}/${partition}/${wanted}/${first}`,
      code: cutBack ? "log_cut_back" : "log_gap",
      message: `${message}; went on at ${first}${cutBack ? "" : `, ${first - wanted} records are missing`}`,
      at: new Date(clock()).toISOString(),
    })
    try {
      await store.transact({ log, partition }, tx => tx.fence(checkpoint, first))
    } catch (error) {
      if (!(error instanceof Fenced)) throw error
    }
  }

  /** A store that has followed another log says so: its events stay, the new log's come in beside them. */
  async #tellOfReplacedLog(): Promise<void> {
    const { log, store, clock } = this.options
    const writers = (await store.sync()).filter(writer => !isAside(writer))
    const followed = [...new Set(writers.map(writer => writer.log))]
    if (followed.length === 0 || followed.includes(log.id)) return
    const message = `the store has followed log ${followed.join(", ")}; it now follows ${log.id} from its beginning`
    await this.#record({ id: log.id, code: "log_replaced", message, at: new Date(clock()).toISOString() })
  }

  async #record(incident: Incident): Promise<void> {
    await this.options.store.incident(incident)
    this.options.onTrouble(new Error(`${incident.code}: ${incident.message}`))
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0 || this.signal.aborted) return
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      this.signal.addEventListener(
        "abort",
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  }
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    error => error,
  )
