import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import { isGzip } from "../source.ts"

/**
 * Writes text to a file, compressed where its name ends in `.gz`, as fast as the disk takes it. The file appears whole:
 * until then it is FILE.part, and what was there before stays.
 */
export async function writeFileWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`
  try {
    const out = createWriteStream(part, { flush: true })
    const pieces = Readable.from(text)
    await (isGzip(file) ? pipeline(pieces, createGzip(), out) : pipeline(pieces, out))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Writes text to standard output, as fast as it is read there. Who has read enough, such as `head`, just ends it. */
export async function writeOut(text: AsyncIterable<string>): Promise<void> {
  // The stream tells of a failed write twice: by the callback, and by an event that would end the process.
  const ignore = () => {}
  process.stdout.on("error", ignore)
  try {
    for await (const piece of text) await written(piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error
  } finally {
    process.stdout.off("error", ignore)
  }
}

const written = (piece: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(piece, error => (error ? reject(error) : resolve()))
  })
