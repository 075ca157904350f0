import { html } from "lit"
import { sentence } from "../base/words.ts"
import type { Outcome } from "./settings-form.ts"

/** How a change went, for the reader. @param words what to say when it is done */
export function tried(change: Promise<unknown>, words: string): Promise<Outcome> {
  return change.then(
    () => ({ isGood: true, words }),
    ({ message }: Error) => ({ isGood: false, words: sentence(message) }),
  )
}

/** Stands there from the beginning, so that screen readers tell what comes into it. */
export const outcomeLine = (outcome?: Outcome) =>
  html`<p class="outcome ${outcome?.isGood === false ? "bad" : "good"}" role="status">${outcome?.words}</p>`
