/** Where an element asks and what it shows there, each from the nearest place that says so. */

/** The enclosing elements, through shadow roots. */
function* ancestors(element: Element): Generator<Element> {
  for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
    if (node !== element && node instanceof Element) yield node
  }
}

export function enclosing(element: Element, name: string): Element | undefined {
  for (const ancestor of ancestors(element)) if (ancestor.localName === name) return ancestor
  return undefined
}

/** What an enclosing dashboard has set, by attribute or, before and after it signed in, by property. */
function ofDashboard(element: Element, name: "src" | "token"): string | undefined {
  const dashboard = enclosing(element, "shop-dashboard") as (Element & { src?: string; token?: string }) | undefined
  return dashboard?.[name] || dashboard?.getAttribute(name) || undefined
}

/** The script that brought these elements, where it can be found again. */
const script = () => [...document.scripts].find(({ src }) => src === import.meta.url)

/**
 * Base address of the server: the `src` attribute, else that of an enclosing `<shop-dashboard>`, else the origin this
 * script came from (the page's own, where the script is no file of a server).
 */
export function serverOf(element: Element & { src?: string }): string {
  const src = element.src || ofDashboard(element, "src")
  if (src) return new URL(src, document.baseURI).href.replace(/\/$/, "")
  const { origin, protocol } = new URL(import.meta.url)
  return protocol.startsWith("http") ? origin : location.origin
}

/**
 * The credential: the `token` attribute, else that of an enclosing `<shop-dashboard>`, else
 * `<meta name="shopstream-token">`, else `data-token` on the script tag, else none: the dashboard's cookie may do.
 */
export function tokenOf(element: Element & { token?: string }): string | undefined {
  return (
    element.token ||
    ofDashboard(element, "token") ||
    document.querySelector<HTMLMetaElement>('meta[name="shopstream-token"]')?.content ||
    script()?.dataset.token ||
    undefined
  )
}

/** The language numbers are written in: the nearest `lang`, else the browser's. */
export function localeOf(element: Element): string | undefined {
  let lang = element.getAttribute("lang")
  for (const ancestor of ancestors(element)) lang ||= ancestor.getAttribute("lang")
  try {
    return Intl.getCanonicalLocales(lang || navigator.language)[0]
  } catch {
    // A page may say lang="english"; the browser's own language is better than no number at all.
    return undefined
  }
}
