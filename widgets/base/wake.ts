/** What the page itself notices about the network. */
export interface Wake {
  /** The network is back or the page is looked at again: a good moment to try now. */
  awake(): void
  /** The network is gone. */
  offline(): void
  /** The page goes into the back-forward cache. An open socket would keep it out of there and slow the shopper down. */
  hidden(): void
}

/** Listens until the returned function is called. */
export function onWake(wake: Wake): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const visible = () => document.visibilityState === "visible" && wake.awake()
  addEventListener("online", () => wake.awake(), { signal })
  addEventListener("offline", () => wake.offline(), { signal })
  addEventListener("pagehide", () => wake.hidden(), { signal })
  addEventListener("pageshow", () => wake.awake(), { signal })
  document.addEventListener("visibilitychange", visible, { signal })
  return () => stop.abort()
}
