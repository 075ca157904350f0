import { createReadStream, statSync } from "node:fs"
import { pipeline, Readable } from "node:stream"
import { createGunzip } from "node:zlib"

/** A file of history, read as a stream: it may be larger than memory. */
export interface Source {
  /** Its bytes; those inside where the name ends in `.gz`. */
  stream: Readable
  /** How much of the file was read so far, 0 to 1. */
  share(): number
}

/** @throws Error while it is read, where the file goes away or is no whole gzip file */
export function openSource(file: string): Source {
  const size = statSync(file).size
  const bytes = createReadStream(file)
  const share = () => (size === 0 ? 1 : bytes.bytesRead / size)
  if (!isGzip(file)) return { stream: bytes, share }
  const inside = createGunzip()
  // Whoever reads is told: what fails below ends the stream above with the same error.
  pipeline(bytes, inside, () => {})
  return { stream: Readable.from(explained(inside, file)), share }
}

/** The library's own words name neither the file nor what is wrong with it. */
async function* explained(inside: AsyncIterable<Buffer>, file: string): AsyncIterable<Buffer> {
  try {
    yield* inside
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith("Z_")) throw error
    throw new Error(`expected ${file} to be a whole gzip file: ${(error as Error).message}`, { cause: error })
  }
}

export const isGzip = (file: string): boolean => file.toLowerCase().endsWith(".gz")
