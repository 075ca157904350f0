/** HTML that is safe to put into the page. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

type Part = string | number | Markup | readonly Part[] | false | undefined

/**
 * Writes HTML: whatever is put in is escaped, unless it is markup itself. Lists are joined; `false` and `undefined` are
 * nothing.
 * @example html`<li>${name}</li>`
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string))
}

/** Takes text that is known to be safe HTML, e.g. a drawing of ours. */
export function trusted(text: string): Markup {
  return new Markup(text)
}

function render(part: Part): string {
  if (part === undefined || part === false) return ""
  if (part instanceof Markup) return part.text
  if (typeof part === "object") return part.map(render).join("")
  return String(part).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
