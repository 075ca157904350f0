import { html } from "lit"
import { icons } from "./icons.ts"

export interface WelcomeOptions {
  shop: string
  server: string
  /** The shop's write key; a placeholder stands in its place where the server does not tell it. */
  writeKey?: string | null
  copied: boolean
  copy(text: string): void
}

/** The tag a shop adds to its pages. */
export const snippetOf = (server: string, writeKey?: string | null) =>
  `<script defer src="${server}/shopstream.js"\n  data-key="${writeKey || "wk_YOUR_WRITE_KEY"}" data-capture="page ga4 jsonld"></script>`

/** What a shop sees before its first event: how to send one. Goes away by itself when it comes. */
export function welcome({ shop, server, writeKey, copied, copy }: WelcomeOptions) {
  const snippet = snippetOf(server, writeKey)
  return html`
    <section class="welcome" part="welcome">
      <p class="waiting"><i></i>Waiting for the first event of ${shop}</p>
      <h2>Add one tag to your shop</h2>
      <p>Put it into the <code>&lt;head&gt;</code> of every page. Numbers appear here with the first visitor.</p>
      <div class="snippet">
        <pre><code>${snippet}</code></pre>
        <button class="secondary" @click=${() => copy(snippet)}>
          ${copied ? icons.done : icons.copy}<span aria-live="polite">${copied ? "Copied" : "Copy"}</span>
        </button>
      </div>
      ${
        writeKey
          ? html`<p class="hint">The write key is public: it can send events and read nothing.</p>`
          : html`<p class="hint">
              Your write key begins with <code>wk_</code>: <code>npx shopstream keys list</code> shows it, and so does
              <code>keys.json</code> in the data folder.
            </p>`
      }
    </section>
  `
}
