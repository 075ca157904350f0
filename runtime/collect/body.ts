import { promisify } from "node:util"
import { gunzip } from "node:zlib"
import { Refusal } from "../errors.ts"
import { LIMITS } from "./limits.ts"

const unzip = promisify(gunzip)

/**
 * Reads a request's body and unpacks it, never holding more than the limit.
 *
 * @throws Refusal too_large | bad_request
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase()
  if (encoding && encoding !== "gzip" && encoding !== "identity") {
    throw new Refusal("bad_request", `expected a body in gzip or plain, got Content-Encoding ${encoding.slice(0, 40)}`)
  }
  const bytes = await receivedBytes(request).catch(brokenOff)
  return isGzip(bytes) ? unzipped(bytes) : bytes
}

async function receivedBytes(request: Request): Promise<Uint8Array> {
  const length = request.headers.get("content-length")
  if (length === null) return streamedBytes(request)
  // Refused by what the header announces, before anything is read.
  if (Number(length) > LIMITS.bodyBytes) throw tooLarge()
  return request.bytes()
}

/** A body sent in chunks tells its length only by ending. */
async function streamedBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    length += chunk.value.length
    if (length > LIMITS.bodyBytes) throw tooLarge()
    chunks.push(chunk.value)
  }
  return Buffer.concat(chunks, length)
}

/** By its first bytes, as no JSON starts so: a proxy may have unpacked the body and left the header, and beacons have none. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await unzip(bytes, { maxOutputLength: LIMITS.bodyBytes })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge()
    throw new Refusal("bad_request", "expected a whole gzip body, got a damaged one; pack it again and send it again")
  }
}

/** A sender that went away is no error of ours. Nobody reads the answer. */
function brokenOff(error: unknown): never {
  if (error instanceof Refusal) throw error
  throw new Refusal("bad_request", "expected a whole body, got one that broke off; send it again")
}

function tooLarge(): Refusal {
  return new Refusal(
    "too_large",
    `expected a body of at most ${LIMITS.bodyBytes} bytes after decompression; send the events in smaller batches`,
  )
}
