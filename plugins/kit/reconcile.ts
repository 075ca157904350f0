import type { OrderSummary } from "./order.ts"
import type { Purchase } from "./report.ts"

/** What a source reported, in minor units of `currency`. */
export type Reported = Pick<Purchase, "currency" | "total" | "time" | "event_id">

/** How the browser's and the server's report of one order compare. */
export type Reconciliation =
  /** Only the pixel saw it: the backend lost it, or somebody made it up. */
  | { state: "pixel_only"; browser: Reported }
  /** Only the server saw it: a blocker, a closed tab, or an order from elsewhere. */
  | { state: "server_only"; server: Reported }
  /** `difference` = server − browser in minor units; absent where the currencies differ. */
  | { state: "differing"; browser: Reported; server: Reported; difference?: number }
  | { state: "agreeing"; browser: Reported; server: Reported }

/**
 * Compares what the sources say about an order; the server's report is the one that counts.
 * @returns undefined for an order of which only refunds are known
 */
export function reconcile({ browser, server }: OrderSummary): Reconciliation | undefined {
  if (browser && server) return compare(reported(browser), reported(server))
  if (browser) return { state: "pixel_only", browser: reported(browser) }
  return server && { state: "server_only", server: reported(server) }
}

function compare(browser: Reported, server: Reported): Reconciliation {
  if (browser.currency !== server.currency) return { state: "differing", browser, server }
  const difference = server.total - browser.total
  return difference === 0 ? { state: "agreeing", browser, server } : { state: "differing", browser, server, difference }
}

const reported = ({ currency, total, time, event_id }: Purchase): Reported => ({ currency, total, time, event_id })
