import { html, nothing } from "lit"
import { sentence } from "../base/words.ts"
import { mark } from "./icons.ts"

export interface SignInOptions {
  /** Why the last try failed, in the server's words. */
  message?: string
  /** Whether an answer is awaited. */
  busy: boolean
  submit(key: string): void
}

/** The card that asks for a key and reminds of the one-time link. */
export function signIn({ message, busy, submit }: SignInOptions) {
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    const key = new FormData(event.target as HTMLFormElement).get("key")
    if (typeof key === "string" && key.trim()) submit(key.trim())
  }
  return html`
    <main class="door">
      <form class="sign-in" part="sign-in" @submit=${onSubmit}>
        ${mark}
        <h1>Sign in to ShopStream</h1>
        <p>Paste a read or admin key of your shop.</p>
        <label for="key">Key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" spellcheck="false" required autofocus
          placeholder="rk_… or ak_…" aria-invalid=${message ? "true" : nothing} aria-describedby="why" />
        <p id="why" class="why" role="alert">${message && sentence(message)}</p>
        <button class="primary" ?disabled=${busy}>${busy ? "Signing in…" : "Sign in"}</button>
        <p class="hint">
          Did you start the server yourself? It printed a one-time sign-in link: opening that is all it takes. Keys are in
          <code>keys.json</code> in its data folder, and <code>npx shopstream keys create</code> makes new ones.
        </p>
      </form>
    </main>
  `
}

/** What stands in its place while the server is asked, and when it does not answer. */
export function opening(message: string | undefined, retry: () => void) {
  return html`
    <main class="door" aria-busy=${message === undefined}>
      ${mark}
      ${
        message === undefined
          ? html`<p class="unseen" role="status">Opening</p>`
          : html`<p role="alert">${sentence(message)}</p><button class="secondary" @click=${retry}>Try again</button>`
      }
    </main>
  `
}
