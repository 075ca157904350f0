/** Where a text stops being JSON. Lines and columns count from 1. */
export interface Malformed {
  line: number
  column: number
  expected: string
  /** The next few characters; empty at the end of the text. */
  came: string
}

const SPACE = /[ \t\n\r]*/y
const TOKEN = /[{}[\],:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

type Expectation = "a value" | "a value or ]" | "a name or }" | "a name" | ":" | ", or }" | ", or ]" | "the end"

/**
 * Reads a text that `JSON.parse` refused, to say where: the engine's own message does not. Iterative, so depth is no
 * danger.
 *
 * @returns undefined when the text is well-formed
 */
export function findMalformed(text: string): Malformed | undefined {
  const open: ("{" | "[")[] = []
  let expected: Expectation = "a value"
  let at = 0
  for (;;) {
    at = end(SPACE, text, at)
    if (at === text.length && expected === "the end") return undefined
    const next = text[at] === '"' ? stringEnd(text, at) : end(TOKEN, text, at)
    const following: Expectation | undefined = next > at ? after(expected, text[at]!, open) : undefined
    if (!following) return { ...place(text, at), expected, came: text.slice(at, at + 12) }
    expected = following
    at = next
  }
}

/**
 * What has to follow a token that begins with `first`, or undefined when that is not what was expected. Keeps `open`
 * up to date.
 */
function after(expected: Expectation, first: string, open: ("{" | "[")[]): Expectation | undefined {
  if (first === "}" || first === "]") {
    if (!expected.endsWith(first)) return undefined
    open.pop()
    return afterValue(open)
  }
  if (first === ",") return expected === ", or }" ? "a name" : expected === ", or ]" ? "a value" : undefined
  if (first === ":") return expected === ":" ? "a value" : undefined
  if (expected.startsWith("a name")) return first === '"' ? ":" : undefined
  if (!expected.startsWith("a value")) return undefined
  if (first !== "{" && first !== "[") return afterValue(open)
  open.push(first)
  return first === "{" ? "a name or }" : "a value or ]"
}

function afterValue(open: readonly ("{" | "[")[]): Expectation {
  const innermost = open.at(-1)
  return innermost === "{" ? ", or }" : innermost === "[" ? ", or ]" : "the end"
}

/** Where a match of the sticky pattern at `at` ends; `at` itself when there is none. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Where the string that opens at `at` ends; `at` itself when it does not. */
function stringEnd(text: string, at: number): number {
  // One regular expression for it all would remember its way through a long string, at 25 times the cost.
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]!
    if (char === '"') return i + 1
    if (char < " ") return at
    if (char !== "\\") continue
    const escaped = end(ESCAPE, text, i)
    if (escaped === i) return at
    i = escaped - 1
  }
  return at
}

function place(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") }
}
