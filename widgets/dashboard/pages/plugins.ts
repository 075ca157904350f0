import { html, nothing } from "lit"
import { formatAge } from "../../base/format.ts"
import { Resource } from "../../base/resource.ts"
import { formatClock } from "../../base/time.ts"
import { humanize } from "../../base/words.ts"
import { DashboardPage } from "./page.ts"

/** One plugin as `GET /api/plugins` tells it. */
interface Plugin {
  name: string
  /** Absent where its file did not load. */
  kind?: string
  title?: string
  path: string
  state: "ok" | "slow" | "failing" | "paused" | "outdated" | "refused"
  errors: number
  last_error: { message: string; at: string | null } | null
  microseconds_per_event: number | null
  /** When a paused metric is tried again. */
  paused_until: string | null
  /** Records that a metric could not count. */
  missed: number
  /** The element that comes with it. */
  widget: { script: string; error: string | null } | null
}

/** Worst first. */
const STATES: readonly Plugin["state"][] = ["refused", "paused", "failing", "outdated", "slow", "ok"]
const TONES: Record<Plugin["state"], string> = {
  refused: "bad",
  paused: "bad",
  failing: "bad",
  outdated: "warn",
  slow: "warn",
  ok: "good",
}
const WORDS: Record<Plugin["state"], string> = {
  refused: "did not load",
  paused: "paused",
  failing: "failing",
  outdated: "former version in use",
  slow: "slow",
  ok: "ok",
}

/** How every plugin is: what it costs, what went wrong, and where it came from. */
export class PluginsPage extends DashboardPage {
  readonly #plugins = new Resource<Plugin[]>(this, "/api/plugins")

  protected override render() {
    const { data, problem } = this.#plugins
    if (!data) return html`<p class="none" role="status">${problem ?? "Loading"}</p>`
    const worst = [...data].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
    return html`
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      <section class="card" aria-labelledby="plugins">
        <h2 id="plugins">Plugins</h2>
        <p class="hint">${this.#summary(data)} Costs and errors are those of the process that answers.</p>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="plugins"><table>
          <thead><tr>
            <th scope="col">Plugin</th>
            <th scope="col" class="roomy">Kind</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Per event</th>
          </tr></thead>
          <tbody>${worst.map(plugin => this.#line(plugin))}</tbody>
        </table></div>
      </section>
    `
  }

  #summary(plugins: readonly Plugin[]): string {
    const counts = STATES.map(state => [state, plugins.filter(plugin => plugin.state === state).length] as const)
    const told = counts.filter(([, count]) => count > 0).map(([state, count]) => `${count} ${WORDS[state]}`)
    return `${plugins.length} plugins: ${told.reverse().join(", ")}.`
  }

  #line(plugin: Plugin) {
    const { name, kind, title, path, state, microseconds_per_event: cost, widget } = plugin
    return html`<tr>
      <td>
        <b>${title ?? name}</b><code class="faint">${path}</code>
        ${widget ? html`<code class="faint block">${widget.script}</code>` : nothing}
      </td>
      <td class="roomy">${humanize(kind ?? "—")}</td>
      <td><span class="tag ${TONES[state]}">${WORDS[state]}</span> ${this.#troubles(plugin)}</td>
      <td class="number">${cost === null ? "—" : `${cost.toLocaleString(this.locale)} µs`}</td>
    </tr>`
  }

  #troubles({ name, errors, last_error, paused_until, missed, widget }: Plugin) {
    return html`
      ${errors > 1 ? html`<span class="faint">${errors} errors</span>` : nothing}
      ${last_error ? html`<span class="error">${last_error.message}${this.#when(last_error.at)}</span>` : nothing}
      ${widget?.error ? html`<span class="error">Its element: ${widget.error}</span>` : nothing}
      ${paused_until ? html`<span class="block faint">Tried again ${formatClock(Date.parse(paused_until), this.locale)}</span>` : nothing}
      ${
        missed > 0
          ? html`<span class="block faint">
              ${missed.toLocaleString(this.locale)} records not counted; once it is mended:
              <code>shopstream backfill --metric ${name}</code>
            </span>`
          : nothing
      }
    `
  }

  #when(at: string | null) {
    return at === null
      ? nothing
      : html` <span class="faint">${formatAge(Date.now() - Date.parse(at), this.locale)}</span>`
  }
}
