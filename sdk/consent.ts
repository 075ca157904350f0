import type { Store } from "./store.ts"

export type Choice = "granted" | "denied"

export interface Consent {
  granted(): boolean
  /**
   * Runs `task` now when granted. While the visitor has yet to answer, it waits in memory only: nothing is stored,
   * nothing is sent, and closing the page forgets it. When denied, never.
   */
  run(task: () => void): void
  /** `denied` wipes everything the SDK stored: queue, identity, session. */
  choose(choice: Choice): void
}

const MOST_WAITING = 100
const NAME = "consent"

/**
 * The visitor's choice, remembered across pages and tabs.
 * @param required whether silence means "not yet": then a denial needs no record, so it leaves the storage empty.
 */
export function createConsent(store: Store, required: boolean): Consent {
  let refused = false
  let waiting: (() => void)[] = []

  // Read afresh every time: another tab may have answered meanwhile.
  const choice = () => store.get(NAME) ?? (refused ? "denied" : required ? "pending" : "granted")
  const granted = () => choice() === "granted"

  function run(task: () => void): void {
    if (granted()) task()
    else if (choice() === "pending" && waiting.length < MOST_WAITING) waiting.push(task)
  }

  function choose(next: Choice): void {
    const tasks = waiting
    waiting = []
    refused = next === "denied"
    if (refused) store.clear()
    if (!refused || !required) store.set(NAME, next)
    if (!refused) for (const task of tasks) task()
  }

  return { granted, run, choose }
}
