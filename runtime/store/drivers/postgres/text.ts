/** Marks what is escaped; a noncharacter, so that no text has it of itself, and if one does it is escaped too. */
const MARK = "\uFFFE"
/** What PostgreSQL cannot hold in a text, and the mark. */
export const UNSTORABLE = /[\0\uFFFE\uD800-\uDFFF]/u
const EACH = new RegExp(UNSTORABLE, "gu")
const ESCAPED = /\uFFFE([0-9a-f]{4})/g

/**
 * Text as PostgreSQL can hold it. NUL and lone surrogates, which it refuses, are escaped so that different texts stay
 * different: a plugin that cuts a key in the middle of an emoji must not fail its batch.
 */
export function encodeText(text: string): string {
  return text.replace(EACH, found => MARK + found.charCodeAt(0).toString(16).padStart(4, "0"))
}

export function decodeText(stored: string): string {
  if (!stored.includes(MARK)) return stored
  return stored.replace(ESCAPED, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}
