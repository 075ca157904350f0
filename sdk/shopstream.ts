import { type Client, createClient, type Options } from "./client.ts"
import type { Choice } from "./consent.ts"
import type { Track } from "./fields.ts"
import { safely, warn } from "./warn.ts"

let client: Client | undefined

/** The page's one client, or a warning. On a server that renders pages there is neither. */
function ready(call: string): Client | undefined {
  if (!client && typeof window !== "undefined") {
    warn(call, "init({ key, host }) before it", undefined, "the call was dropped: init where the page starts")
  }
  return client
}

/**
 * Starts ShopStream on this page. Does nothing where pages are rendered on a server.
 *
 * @example
 * init({ key: "wk_…", host: "https://stats.shop.example" })
 */
export function init(options: Options): void {
  if (typeof window === "undefined") return
  const { key, host } = options ?? {}
  if (client) {
    warn("init", "one call on a page", "another", "the first stays in force")
  } else if (typeof key !== "string" || !key.startsWith("wk_") || !/^https?:\/\//.test(host)) {
    warn("init", 'key: "wk_…" and host: "https://…"', { key, host }, "nothing is tracked until then")
  } else {
    safely("init", () => {
      client = createClient(options)
    })
  }
}

export const track: Track = (type, ...fields) => ready("track")?.track(type, ...fields)

/** Sets the shop's own id for this customer beside the anonymous one; null forgets it, as on logout. */
export const identify = (customerId: string | null): void => ready("identify")?.identify(customerId)

/** The visitor's choice, remembered. `denied` forgets the visitor and all that waits. */
export const consent = (choice: Choice): void => ready("consent")?.consent(choice)

/** Sends what waits, now. Resolves, never rejects, with the number of events that still have no answer. */
export const flush = (): Promise<number> => ready("flush")?.flush() ?? Promise.resolve(0)
