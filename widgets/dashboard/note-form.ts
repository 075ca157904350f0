import { html, nothing } from "lit"
import { keyed } from "lit/directives/keyed.js"

/** An annotation, as the topic `annotations` tells it. */
export interface Note {
  id: string
  text: string
  /** ISO 8601. */
  at: string
  /** End of a span; absent: an instant. */
  until?: string
  link?: string
}

const DAY = 86_400_000

/** Notes of 90 days, and what is planned within a year. @param now epoch ms */
export function notesTopic(now: number): string {
  const date = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10)
  return `annotations?from=${date(-90)}&to=${date(366)}`
}

export interface NoteFormOptions {
  edited?: Note
  /** Epoch ms: what a new note is about unless its writer says another time. */
  now: number
  save(form: HTMLFormElement): void
  cancel(): void
}

/** Writes a note, or one anew. Times are the reader's own, as everywhere in the dashboard. */
export function noteForm({ edited, now, save, cancel }: NoteFormOptions) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    save(event.target as HTMLFormElement)
  }
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  // Made anew for each note, as an input keeps what was typed into it.
  const form = html`<form class="note-form" aria-label=${edited ? "Edit the note" : "Write a note"} @submit=${submit}>
    <div class="field long"><label for="text">Text</label>
      <input id="text" name="text" required maxlength="280" autocomplete="off" value=${edited?.text ?? ""} /></div>
    <div class="field"><label for="at">When</label>
      <input id="at" name="at" type="datetime-local" required aria-describedby="zone"
        value=${localTime(edited ? Date.parse(edited.at) : now)} /></div>
    <div class="field"><label for="until">Until (optional)</label>
      <input id="until" name="until" type="datetime-local" aria-describedby="zone"
        value=${edited?.until ? localTime(Date.parse(edited.until)) : ""} /></div>
    <div class="field"><label for="link">Link (optional)</label>
      <input id="link" name="link" type="url" maxlength="2000" placeholder="https://…" autocomplete="off"
        value=${edited?.link ?? ""} /></div>
    <p class="actions long">
      <button class="secondary">${edited ? "Save" : "Add the note"}</button>
      ${edited ? html`<button type="button" class="secondary" @click=${cancel}>Cancel</button>` : nothing}
      <span id="zone" class="hint">Times are those of your browser: ${timeZone}.</span>
    </p>
  </form>`
  return keyed(edited?.id, form)
}

/** What somebody wrote, as the server takes it. */
export function writtenIn(data: FormData): Omit<Note, "id"> {
  const word = (name: string) => String(data.get(name) ?? "").trim()
  const [until, link] = [word("until"), word("link")]
  return {
    text: word("text"),
    at: new Date(word("at")).toISOString(),
    ...(until && { until: new Date(until).toISOString() }),
    ...(link && { link }),
  }
}

/** A time as `datetime-local` holds it: the reader's clock, in whole minutes. @param time epoch ms */
export function localTime(time: number): string {
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
