import { Refusal } from "../errors.ts"
import type { ErrorFrame } from "./frames.ts"
import type { Revision } from "./revision.ts"
import type { Timer } from "./timer.ts"

/** Least time between two readings of a topic: at most 20 a second, whatever commits. */
export const PAUSE_MS = 50

/** Versions of the data count from 1. */
const SNAPSHOT_DUE = 0
const UPDATE_DUE = -1

/** Who follows a topic. */
export interface Follower {
  /** False: it cannot take more now. It asks for the newest state itself, with `bring`, once it can. */
  isReady(): boolean
  /** @returns whether the frame went out or is on its way */
  send(frame: string): boolean
  /** The topic has ended for it. */
  dropped(topic: Topic): void
}

export interface TopicOptions {
  /** As the client named it. */
  name: string
  /** Metrics whose commits may change it. @throws Refusal where there is no such topic */
  behind(): ReadonlySet<string>
  read(): Promise<unknown>
  /** `beats`: frames are `metrics_update`s, and `beat` repeats the newest. */
  style: "updates" | "beats"
  revision: Revision
  timer: Timer
  /** Milliseconds from a commit until its numbers had been handed to the sockets. */
  onPushed(ms: number): void
  /** A reading failed and will be tried again at the next tick. */
  onTrouble(error: unknown): void
}

/**
 * One topic of one shop and widget scope: reads its data once for all its followers, at once when something changed and
 * then no more often than `PAUSE_MS`, and brings each follower the newest state and never a queue of old ones.
 */
export class Topic {
  /** Metrics whose commits may change it. */
  behind: ReadonlySet<string>
  /** What each follower was brought last, as a version of the data. */
  readonly #brought = new Map<Follower, number>()
  #version = 0
  #rev = ""
  #data = ""
  /** The data without what changes by itself, to tell whether it changed. */
  #essence = ""
  #isDirty = true
  #isReading = false
  #readAt = Number.NEGATIVE_INFINITY
  #callOff?: () => void
  /** When the oldest commit not yet shown happened. */
  #committedAt?: number

  constructor(readonly options: TopicOptions) {
    this.behind = options.behind()
  }

  get followers(): number {
    return this.#brought.size
  }

  /** Starts over for one that follows already: it gets a snapshot again. */
  follow(follower: Follower, first: "snapshot" | "update" = "snapshot"): void {
    this.#brought.set(follower, first === "snapshot" ? SNAPSHOT_DUE : UPDATE_DUE)
    if (this.#isDirty) this.#readSoon()
    else this.bring(follower)
  }

  unfollow(follower: Follower): void {
    this.#brought.delete(follower)
    if (this.#brought.size === 0) this.#callOff?.()
  }

  /** Something behind it may have changed. @param committedAt epoch ms, where a commit did it */
  touch(committedAt?: number): void {
    this.#isDirty = true
    this.#committedAt ??= committedAt
    this.#readSoon()
  }

  /** What it is read from may be another now. */
  refresh(): void {
    try {
      this.behind = this.options.behind()
    } catch (error) {
      // There is no such topic any more: reading it says so, and ends it.
      if (!(error instanceof Refusal)) throw error
    }
    this.touch()
  }

  /** Tries again what failed, and lets followers of a `beats` topic hear that it is alive. */
  tick(): void {
    if (this.options.style === "beats" && this.#version > 0) {
      for (const follower of this.#brought.keys()) this.#send(follower)
    }
    if (this.#isDirty) this.#readSoon()
  }

  /** Sends the newest state to one follower, unless it has it or cannot take it. */
  bring(follower: Follower): void {
    if (this.#version > 0 && this.#brought.get(follower) !== this.#version) this.#send(follower)
  }

  #readSoon(): void {
    if (this.#isReading || this.#callOff) return
    // A clock that was set back must not hold the topic up.
    const wait = Math.min(PAUSE_MS, this.#readAt + PAUSE_MS - this.options.timer.now())
    if (wait <= 0) void this.#read()
    else {
      const callOff = this.options.timer.after(wait, () => {
        this.#callOff = undefined
        void this.#read()
      })
      this.#callOff = () => {
        callOff()
        this.#callOff = undefined
      }
    }
  }

  async #read(): Promise<void> {
    const { revision, timer, read, onTrouble } = this.options
    this.#isReading = true
    this.#isDirty = false
    this.#readAt = timer.now()
    const committedAt = this.#committedAt
    this.#committedAt = undefined
    const rev = revision.current()
    let isFailed = false
    try {
      this.#take(rev, await read(), committedAt)
    } catch (error) {
      isFailed = true
      if (error instanceof Refusal) this.#end(error)
      else {
        this.#isDirty = true
        this.#committedAt ??= committedAt
        onTrouble(error)
      }
    }
    this.#isReading = false
    if (this.#isDirty && !isFailed && this.#brought.size > 0) this.#readSoon()
  }

  #take(rev: string, data: unknown, committedAt: number | undefined): void {
    const essence = JSON.stringify(data, (key, value) => (key === "as_of" || key === "rev" ? undefined : value))
    this.#rev = rev
    this.#data = JSON.stringify(data)
    const isNews = essence !== this.#essence
    this.#essence = essence
    if (isNews) this.#version++
    for (const follower of this.#brought.keys()) this.bring(follower)
    if (isNews && committedAt !== undefined) this.options.onPushed(this.options.timer.now() - committedAt)
  }

  #send(follower: Follower): void {
    if (!follower.isReady()) return
    const isFirst = this.#brought.get(follower) === SNAPSHOT_DUE
    if (follower.send(this.#frame(isFirst))) this.#brought.set(follower, this.#version)
  }

  #frame(isFirst: boolean): string {
    const { name, style, timer } = this.options
    if (style === "beats" && !isFirst) {
      return `{"type":"metrics_update","timestamp":"${new Date(timer.now()).toISOString()}","data":${this.#data}}`
    }
    const type = isFirst ? "snapshot" : "update"
    return `{"type":"${type}","topic":${JSON.stringify(name)},"rev":"${this.#rev}","data":${this.#data}}`
  }

  /** What was asked cannot be answered, or no longer: everybody is told why, and let go. */
  #end({ code, message }: Refusal): void {
    const frame: ErrorFrame = { type: "error", code, message, topic: this.options.name }
    for (const follower of [...this.#brought.keys()]) {
      this.#brought.delete(follower)
      follower.send(JSON.stringify(frame))
      follower.dropped(this)
    }
  }
}
