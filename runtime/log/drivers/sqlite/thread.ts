/**
 * The thread of a SQLite log: takes one call at a time from `remote.ts` and answers it, so that waiting for the disk
 * never holds up the process. Started by `new Worker`; imported for its types only.
 */
import type { Offset } from "../../log.ts"
import { LogFile, type NewBlock } from "./file.ts"

declare const self: Worker

let file: LogFile

const operations = {
  open(path: string, partitions: number) {
    file = new LogFile(path, partitions)
    return { id: file.id, state: file.state() }
  },
  append: (blocks: NewBlock[]) => file.append(blocks),
  read: (partition: number, from: Offset, limit: number) => file.read(partition, from, limit),
  trim: (partition: number, offset: Offset) => file.trim(partition, offset),
  close: () => file.close(),
}

export type Operations = typeof operations

/** A call and its answer carry the same number. */
export interface Call {
  call: number
  operation: keyof Operations
  args: unknown[]
}
export type Answer = { call: number; value: unknown } | { call: number; error: Error }

self.onmessage = ({ data: { call, operation, args } }: MessageEvent<Call>) => {
  self.postMessage(perform(call, operation, args))
}

function perform(call: number, operation: keyof Operations, args: unknown[]): Answer {
  try {
    return { call, value: Reflect.apply(operations[operation], undefined, args) }
  } catch (error) {
    // Rebuilt, because SQLite's error class does not survive the way across.
    return { call, error: new Error(error instanceof Error ? error.message : String(error)) }
  }
}
