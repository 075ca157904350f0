type Prerenderable = Document & { prerendering?: boolean }

/** Calls back once the page is parsed and a visitor sees it: a page rendered ahead of its visit is none yet. */
export function whenReady(start: () => void): void {
  if ((document as Prerenderable).prerendering) {
    document.addEventListener("prerenderingchange", () => whenReady(start), { once: true })
  } else if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start, { once: true })
  } else start()
}
