import { thousands } from "../terminal.ts"

/** What was found, and, where it is not well, what to do about it. */
export interface Finding {
  name: string
  found: string
  /** Set where something is wrong. */
  todo?: string
}

export function counted(count: number, word: string): string {
  return `${thousands(count)} ${word}${count === 1 ? "" : "s"}`
}
