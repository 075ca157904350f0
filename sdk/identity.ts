import { mintId } from "./id.ts"
import type { Store } from "./store.ts"

export interface Identity {
  /** The visitor's anonymous id, made on first use and never changed; the shop's own id beside it once known. */
  ids(now: number): { user_id: string; customer_id?: string }
  /** Sets the shop's own id for this customer; null or "" forgets it, as on logout. */
  identify(customerId: string | null): void
}

/** Who the visitor is. `user_id` picks the server's partition, so knowing the customer must not change it. */
export function createIdentity(store: Store): Identity {
  function ids(now: number) {
    let user = store.get("user")
    if (!user) {
      user = mintId(now)
      store.set("user", user)
    }
    const customer = store.get("customer")
    return customer ? { user_id: user, customer_id: customer } : { user_id: user }
  }

  function identify(customerId: string | null): void {
    if (customerId) store.set("customer", customerId)
    else store.remove("customer")
  }

  return { ids, identify }
}
