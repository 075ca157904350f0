/** An escaped surrogate pair, a lone surrogate or NUL (captured), or any other escape. */
const ESCAPE = /\\(?:u(?:d[89ab]..\\ud[c-f]..|(0000|d[89a-f]..)|....)|[^u])/gi

/**
 * JSON text in which characters that no database holds — NUL and lone surrogates — read U+FFFD, the replacement
 * character, in names and values alike. In valid UTF-8 JSON they can only come as escapes. The length stays.
 */
export function storable(json: string): string {
  return json.replace(ESCAPE, (found, unstorable: string | undefined) => (unstorable ? "\\ufffd" : found))
}
