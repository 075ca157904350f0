/** Calls `load` once, as soon as the document has an element of this name: now, or whenever it comes. */
export function whenPresent(name: string, load: () => Promise<unknown>) {
  // Kept up to date by the browser, so that a look costs next to nothing.
  const found = document.getElementsByTagName(name)
  const look = () => {
    if (found.length === 0) return
    observer.disconnect()
    void load()
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { childList: true, subtree: true })
  look()
}
