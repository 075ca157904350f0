/**
 * The thread of a `Flusher`: copies a log's WAL back into its file, a little at a time, beside the appends. It is told the
 * file's path, and to end by null, which is answered when the file is closed.
 */
import { Database } from "bun:sqlite"

declare const self: Worker

const EVERY_MS = 50
let end: (() => void) | undefined

self.onmessage = ({ data: path }: MessageEvent<string | null>) => {
  if (path === null) {
    end?.()
    self.postMessage("ended")
    return
  }
  const db = new Database(path, { readwrite: true })
  db.run("pragma synchronous = full")
  const timer = setInterval(() => {
    try {
      db.run("pragma wal_checkpoint(passive)")
    } catch {
      // Whatever it is, a full disk perhaps: appends fail by it too and tell of it, and this tries again.
    }
  }, EVERY_MS)
  end = () => {
    clearInterval(timer)
    db.close()
  }
}
