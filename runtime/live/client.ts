import type { Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import type { ErrorFrame } from "./frames.ts"
import type { Follower, Topic } from "./topic.ts"

/** Where a client's frames go. */
export interface Outlet {
  /** `queued`: it went, but the socket is full and says so with `drained()`. `dropped`: it did not even go. */
  send(frame: string): "sent" | "queued" | "dropped"
}

export const MOST_TOPICS = 100

/** Hands out the topics of one principal, and takes back those that nobody follows any more. */
export interface TopicSource {
  /** @throws Refusal when there is no such topic */
  topic(name: string): Topic
  /** What a socket follows that subscribes to nothing. */
  dashboard(): Topic
  released(topic: Topic): void
}

/** One signed-in socket as the hub knows it: what it follows, and whether it can take more. */
export class Client implements Follower {
  readonly #topics = new Map<string, Topic>()
  /** Followed for as long as there is nothing else. */
  #default?: Topic
  #isFull = false

  constructor(
    readonly principal: Principal,
    private readonly outlet: Outlet,
    private readonly source: TopicSource,
  ) {}

  /** Each topic answers with a snapshot, or with an error frame of its own. */
  subscribe(names: readonly string[]): void {
    for (const name of names) {
      try {
        this.#follow(name)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const frame: ErrorFrame = { type: "error", code: error.code, message: error.message, topic: name }
        this.send(JSON.stringify(frame))
      }
    }
  }

  unsubscribe(names: readonly string[]): void {
    for (const name of names) this.#leave(name)
  }

  /** Once a second: who follows nothing is shown the dashboard. */
  tick(): void {
    if (this.#topics.size > 0 || this.#default) return
    this.#default = this.source.dashboard()
    this.#default.follow(this, "update")
  }

  /** The socket can take frames again: the newest of each topic, whatever it missed. */
  drained(): void {
    this.#isFull = false
    for (const topic of this.#followed()) topic.bring(this)
  }

  close(): void {
    this.#leaveDefault()
    for (const name of [...this.#topics.keys()]) this.#leave(name)
  }

  isReady(): boolean {
    return !this.#isFull
  }

  send(frame: string): boolean {
    const outcome = this.outlet.send(frame)
    if (outcome !== "sent") this.#isFull = true
    return outcome !== "dropped"
  }

  dropped(topic: Topic): void {
    for (const [name, followed] of this.#topics) if (followed === topic) this.#topics.delete(name)
    if (this.#default === topic) this.#default = undefined
    this.source.released(topic)
  }

  #follow(name: string): void {
    if (!this.#topics.has(name) && this.#topics.size >= MOST_TOPICS) {
      throw new Refusal("bad_request", `expected at most ${MOST_TOPICS} topics a socket; unsubscribe from some first`)
    }
    const topic = this.#topics.get(name) ?? this.source.topic(name)
    this.#topics.set(name, topic)
    this.#leaveDefault()
    topic.follow(this)
  }

  #leave(name: string): void {
    const topic = this.#topics.get(name)
    this.#topics.delete(name)
    topic?.unfollow(this)
    if (topic) this.source.released(topic)
  }

  #leaveDefault(): void {
    const topic = this.#default
    this.#default = undefined
    topic?.unfollow(this)
    if (topic) this.source.released(topic)
  }

  #followed(): Topic[] {
    return this.#default ? [this.#default, ...this.#topics.values()] : [...this.#topics.values()]
  }
}
