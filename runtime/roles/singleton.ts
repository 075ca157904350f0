import { systemTimer, type Timer } from "../live/timer.ts"
import type { Store } from "../store/store.ts"

/** Milliseconds. A dead leader is followed within `ttl + renew`, which is less than the ten seconds that are promised. */
export const LEASE = { ttl: 6_000, renew: 2_000 }

export interface LeadingOptions {
  timer?: Timer
  /** Told when the lease cannot be asked for, or when the work failed: it begins anew at the next renewal. */
  onTrouble?(error: unknown): void
}

export interface Leading {
  /** Whether the work is done here at the moment. */
  leads(): boolean
  /** Ends the work and gives the lease back, so that another need not wait for its end. */
  stop(): Promise<void>
}

/**
 * Does `work` in one process only, of all that call this with the same `name` on one store: in the one that has the
 * lease. `work` goes on until its signal aborts, which happens when the lease was lost or could not be renewed in time.
 * A leader that hangs for longer than the lease may meet its successor, so what it writes must bear being written twice.
 * @param holder names this process; two processes must not share one
 * @example whileLeading(store, "upkeep", holder, async signal => { … })
 */
export function whileLeading(
  store: Pick<Store, "lease" | "release">,
  name: string,
  holder: string,
  work: (signal: AbortSignal) => Promise<void>,
  { timer = systemTimer, onTrouble = console.error }: LeadingOptions = {},
): Leading {
  let term: { abort: AbortController; done: Promise<void> } | undefined
  let heldUntil = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  let isStopped = false

  function begin(): void {
    const abort = new AbortController()
    const own = { abort, done: Promise.resolve() }
    own.done = work(abort.signal)
      .catch(onTrouble)
      .finally(() => {
        if (term === own) term = undefined
      })
    term = own
  }

  async function ask(): Promise<void> {
    // Counted from before the question: the store's answer may have been long under way.
    const asked = timer.now()
    try {
      heldUntil = (await store.lease(name, holder, LEASE.ttl)) ? asked + LEASE.ttl : Number.NEGATIVE_INFINITY
    } catch (error) {
      onTrouble(error)
    }
  }

  async function turn(): Promise<void> {
    await ask()
    if (isStopped) return
    const holds = timer.now() < heldUntil - LEASE.renew
    if (holds && !term) begin()
    else if (!holds) term?.abort.abort()
  }

  const renew = (): void => {
    // A question that gets no answer must not keep a leader in office.
    if (asking && timer.now() >= heldUntil - LEASE.renew) term?.abort.abort()
    asking ??= turn().finally(() => {
      asking = undefined
    })
  }
  const stopRenewing = timer.every(LEASE.renew, renew)
  renew()

  return {
    leads: () => term !== undefined && !term.abort.signal.aborted,
    async stop() {
      isStopped = true
      stopRenewing()
      await asking
      term?.abort.abort()
      await term?.done
      if (heldUntil > Number.NEGATIVE_INFINITY) await store.release(name, holder).catch(onTrouble)
    },
  }
}
