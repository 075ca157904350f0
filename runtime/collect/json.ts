import { Refusal } from "../errors.ts"
import { LIMITS } from "./limits.ts"
import { findMalformed } from "./malformed.ts"
import { storable } from "./storable.ts"
import { type Structure, structure } from "./structure.ts"

/** Replaces bytes that are not UTF-8 by U+FFFD and leaves out a byte order mark. */
const utf8 = new TextDecoder()

/**
 * Parses a body, after a look at its structure.
 *
 * @throws Refusal malformed_json | too_deep
 */
export function parseJson(bytes: Uint8Array): { value: unknown; structure: Structure } {
  const found = structure(bytes)
  if (found.depth > LIMITS.bodyDepth) {
    throw new Refusal(
      "too_deep",
      `expected a body of at most ${LIMITS.bodyDepth} levels, got ${found.depth}; an event may have ${LIMITS.eventDepth}`,
    )
  }
  const decoded = utf8.decode(bytes)
  const text = found.unicodeEscapes ? storable(decoded) : decoded
  try {
    return { value: JSON.parse(text), structure: found }
  } catch {
    throw new Refusal("malformed_json", malformed(text))
  }
}

function malformed(text: string): string {
  const where = findMalformed(text)
  if (!where) return "expected a JSON body, got something that cannot be read as JSON"
  const came = where.came === "" ? "the body ended (was it cut off?)" : `got ${JSON.stringify(where.came)}`
  return `expected ${where.expected} at line ${where.line}, column ${where.column} of the body, ${came}; send JSON in UTF-8`
}
