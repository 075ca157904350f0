import type { Capture } from "./capture.ts"
import { whenReady } from "./ready.ts"

/**
 * `page`: tracks `page_view` when the page loads, when a single-page shop moves on (`pushState`, back, forward), and
 * when the browser brings a left page back. A change of the `#hash` alone is no new page.
 */
export const pageViews: Capture = track => {
  let shown = ""

  function view(): void {
    const url = location.href
    if (url.split("#")[0] === shown.split("#")[0]) return
    // Within the page, document.referrer still names the site the visitor came from first.
    track("page_view", shown ? { page: { referrer: shown } } : {})
    shown = url
  }

  // Routers set the new title after pushState returns.
  const soon = () => setTimeout(view)

  whenReady(() => {
    view()
    const { pushState } = history
    history.pushState = function (...change) {
      pushState.apply(this, change)
      soon()
    }
    window.addEventListener("popstate", soon)
    window.addEventListener("pageshow", event => {
      if (!event.persisted) return
      shown = ""
      view()
    })
  })
}
