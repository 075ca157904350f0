import type { DataFrame } from "./frames.ts"
import { judge } from "./rev.ts"

/** Something to tell the reader instead of a number. */
export interface Problem {
  code: string
  message: string
}

/** What is known about a topic: nothing yet, its newest data, or why there is none. */
export interface TopicState {
  readonly data?: unknown
  readonly rev?: string
  readonly problem?: Problem
}

type Listener = () => void

interface Entry {
  listeners: Set<Listener>
  state: TopicState
}

const UNKNOWN: TopicState = {}

/** The topics wanted on a page, each counted by its listeners, with the newest state of each. Knows no socket. */
export class Topics {
  readonly #entries = new Map<string, Entry>()

  /** @returns a function that lets go again; calling it twice is harmless */
  want(topic: string, listener: Listener): () => void {
    const entry = this.#entries.get(topic) ?? { listeners: new Set(), state: UNKNOWN }
    this.#entries.set(topic, entry)
    // A wrapper of its own lets the same function listen twice.
    const own = () => listener()
    entry.listeners.add(own)
    return () => {
      entry.listeners.delete(own)
    }
  }

  /** Forgets topics nobody listens to and names the others. Not done at once, as another element may take over. */
  wanted(): ReadonlySet<string> {
    for (const [topic, { listeners }] of this.#entries) if (listeners.size === 0) this.#entries.delete(topic)
    return new Set(this.#entries.keys())
  }

  state(topic: string): TopicState {
    return this.#entries.get(topic)?.state ?? UNKNOWN
  }

  /** @returns whether the topic's snapshot must be asked for again */
  take(frame: DataFrame): boolean {
    const entry = this.#entries.get(frame.topic)
    if (!entry) return false
    const judgement = judge(entry.state.rev, frame)
    if (judgement === "take") this.#set(entry, { data: frame.data, rev: frame.rev })
    return judgement === "resync"
  }

  /**
   * A topic was refused. A server that does not say which one means one of those still waiting: their snapshots, when
   * they come, clear it again.
   */
  fail(problem: Problem, topic?: string) {
    for (const [name, entry] of this.#entries) {
      const isMeant = topic === undefined ? entry.state.data === undefined : topic === name
      if (isMeant) this.#set(entry, { ...entry.state, problem })
    }
  }

  #set(entry: Entry, state: TopicState) {
    entry.state = state
    for (const listener of [...entry.listeners]) listener()
  }
}
