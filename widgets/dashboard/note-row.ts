import { html, nothing } from "lit"
import { formatMoment, formatSpan } from "../base/time.ts"
import type { Note } from "./note-form.ts"

/** One note: when, what, and where to read more. */
export function noteRow({ text, at, until, link }: Note, locale: string | undefined, buttons: unknown) {
  const from = Date.parse(at)
  return html`<li>
    <span class="faint when">${until ? formatSpan(from, Date.parse(until), locale) : formatMoment(from, locale)}</span>
    <span class="said">
      ${text}
      ${link ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${hostOf(link)}</a>` : nothing}
    </span>
    ${buttons}
  </li>`
}

/** Who reads it should know where a link leads; what cannot be read leads nowhere else than it says. */
const hostOf = (link: string): string => URL.parse(link)?.host ?? link
