/**
 * Entry of the store's threads. `bun:sqlite` blocks while it works: here it blocks nobody. The first call, `open`,
 * says which connection the thread holds; every call is answered in the order it came.
 */
import type { Answer, Answering, Call, Calling, Calls, Role } from "./calls.ts"
import { openFlusher, openReader, openWriter } from "./database.ts"
import { flusherCalls } from "./flusher.ts"
import { readerCalls } from "./reader.ts"
import { snapshotCalls } from "./snapshot.ts"
import { writerCalls } from "./writer.ts"

declare const self: Worker

const CALLS: Record<Role, (file: string) => Calls> = {
  writer: file => writerCalls(openWriter(file)),
  reader: file => readerCalls(openReader(file)),
  flusher: file => flusherCalls(openFlusher(file)),
  snapshot: file => snapshotCalls(openReader(file)),
}

let calls: Calls = {
  open(role: Role, file: string) {
    calls = CALLS[role](file)
  },
}

self.onmessage = ({ data }: MessageEvent<Calling>) => {
  self.postMessage(data.map(answer) satisfies Answering)
}

function answer({ number, name, args }: Call): Answer {
  try {
    return { number, value: calls[name]!(...args) }
  } catch (error) {
    const { name, message } = error as Error
    return { number, error: { name, message } }
  }
}
