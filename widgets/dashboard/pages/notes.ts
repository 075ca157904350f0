import { html, nothing, type PropertyDeclarations } from "lit"
import { repeat } from "lit/directives/repeat.js"
import { TopicController } from "../../base/controller.ts"
import { ask } from "../../base/rest.ts"
import { type Note, noteForm, notesTopic, writtenIn } from "../note-form.ts"
import { noteRow } from "../note-row.ts"
import { outcomeLine, tried } from "../outcome.ts"
import type { Outcome } from "../settings-form.ts"
import { DashboardPage } from "./page.ts"

/** What people wrote on the time line: an annotation each, which charts draw. */
export class NotesPage extends DashboardPage {
  static override properties: PropertyDeclarations = { edited: { state: true }, outcome: { state: true } }
  /** The note that the form holds; absent: the form is for a new one. */
  declare protected edited?: Note
  declare protected outcome?: Outcome

  readonly #topic = notesTopic(Date.now())
  readonly #notes = new TopicController<Note[]>(
    this,
    () => this.#topic,
    notes => notes.length === 0,
  )

  protected override render() {
    const { mayChange, edited } = this
    return html`<section class="card" aria-labelledby="notes">
      <h2 id="notes" tabindex="-1">Notes</h2>
      <p class="hint">A note explains a moment or a span of the time line. Charts show it where it belongs.</p>
      ${
        mayChange
          ? noteForm({
              edited,
              now: Date.now(),
              save: form => void this.#save(form),
              cancel: () => this.#show(undefined),
            })
          : nothing
      }
      ${outcomeLine(this.outcome)} ${this.#list()}
    </section>`
  }

  #list() {
    const { data, shown } = this.#notes
    if (shown.message) return html`<p class="problem" role="alert">${shown.message}</p>`
    if (!data) return html`<p class="none" role="status">Loading</p>`
    if (data.length === 0) {
      return html`<p class="none">
        Nobody wrote anything within 90 days: a newsletter, a sale or a new version of the shop is worth a note.
        ${this.mayChange ? nothing : "Writing one takes an admin key."}
      </p>`
    }
    return html`<ul class="rows" role="list">
      ${repeat(
        data,
        ({ id }) => id,
        note => noteRow(note, this.locale, this.mayChange ? this.#buttons(note) : nothing),
      )}
    </ul>`
  }

  #buttons(note: Note) {
    return html`<span class="actions">
      <button class="secondary" aria-label="Edit ${note.text}" @click=${() => this.#show(note)}>Edit</button>
      <button class="secondary" aria-label="Remove ${note.text}" @click=${() => void this.#remove(note)}>Remove</button>
    </span>`
  }

  #show(note: Note | undefined) {
    this.edited = note
    this.outcome = undefined
    void this.updateComplete.then(() => this.#focus("#text"))
  }

  async #save(form: HTMLFormElement) {
    const { edited } = this
    const [method, path] = edited ? (["PUT", `/${edited.id}`] as const) : (["POST", ""] as const)
    const body = writtenIn(new FormData(form))
    this.outcome = await tried(ask(this, `/api/annotations${path}`, { method, body }), "Saved.")
    if (!this.outcome.isGood) return
    this.edited = undefined
    form.reset()
  }

  async #remove({ id }: Note) {
    this.outcome = await tried(ask(this, `/api/annotations/${id}`, { method: "DELETE" }), "Removed.")
    if (!this.outcome.isGood) return
    if (this.edited?.id === id) this.edited = undefined
    // The button that has the focus goes away with its note.
    this.#focus("#notes")
  }

  #focus(selector: string) {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }
}
