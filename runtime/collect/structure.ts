/** What a look at the raw bytes tells about a JSON text, before anything is parsed. */
export interface Structure {
  /** Deepest nesting of objects and arrays; `[[1]]` is 2. */
  depth: number
  /** Most bytes that one object or array in the place of an event spans, white space included. */
  widest: number
  /** Whether there are `\u` escapes, the only way NUL and lone surrogates get into a JSON string. */
  unicodeEscapes: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const LETTER_U = 0x75

/**
 * Measures a JSON text in one pass, without recursion, whether it is well-formed or not.
 * An event stands on level 2 of a bare array and on level 3 of `{"events": […]}`.
 */
export function structure(bytes: Uint8Array): Structure {
  let level = 0
  let depth = 0
  let eventLevel = 0
  let eventStart = 0
  let widest = 0
  let unicodeEscapes = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) {
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) {
        if (bytes[i] === BACKSLASH && bytes[++i] === LETTER_U) unicodeEscapes = true
      }
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      level++
      if (level > depth) depth = level
      if (level === 1) eventLevel = byte === OPEN_BRACKET ? 2 : 3
      else if (level === eventLevel) eventStart = i
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (level === eventLevel && i + 1 - eventStart > widest) widest = i + 1 - eventStart
      level--
    }
  }
  return { depth, widest, unicodeEscapes }
}
