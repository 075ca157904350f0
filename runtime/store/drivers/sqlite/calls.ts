/** What crosses between the store and its threads: calls by name, answered in order. */

/** The functions a thread offers. Arguments and results are copied, so they are plain data. */
// biome-ignore lint/suspicious/noExplicitAny: any function may be a call; `call` takes each one's own types.
export type Calls = Record<string, (...args: any[]) => unknown>

export interface Call {
  number: number
  name: string
  args: unknown[]
}

/** What is asked for in one turn crosses together, and so do the answers: a message costs as much as a small step. */
export type Calling = readonly Call[]
export type Answering = readonly Answer[]

export type Answer = { number: number; value: unknown } | { number: number; error: { name: string; message: string } }

/**
 * Which connection a thread holds: the only one that writes, one that reads beside it, one that keeps the WAL short, or
 * one that holds on to a moment.
 */
export type Role = "writer" | "reader" | "flusher" | "snapshot"
