import type { KeyKind, KeyRecord, Shop, Store } from "../store/store.ts"
import { mintKey } from "./keys.ts"

/** The part of a store that access needs, in memory, counting how often it is asked. */
export function accessStore() {
  const shops = new Map<string, Shop>()
  const keys = new Map<string, KeyRecord>()
  const claimed = new Set<string>()
  let rev = 0
  const store = {
    looks: 0,
    shops: async () => [...shops.values()],
    keys: async () => [...keys.values()],
    async saveShop(shop) {
      shops.set(shop.id, shop)
      rev++
    },
    async saveKey(key) {
      keys.set(key.hash, key)
      rev++
    },
    async accessRev() {
      store.looks++
      return rev
    },
    lease: async name => claimed.size < claimed.add(name).size,
  } satisfies Pick<Store, "shops" | "keys" | "saveShop" | "saveKey" | "accessRev" | "lease"> & { looks: number }
  return store
}

export type AccessStore = ReturnType<typeof accessStore>

export const SECRET = "q7Zt0sJm3vYcWn8RbKx2LpUe5HdAfGi9"

export const SHOP: Shop = {
  id: "lamps",
  name: "Lamps & Light",
  currency: "EUR",
  timezone: "Europe/Berlin",
  browser_refunds: false,
}

/** Saves a new key and answers it whole. */
export async function addKey(
  store: AccessStore,
  kind: KeyKind,
  origins: string[] = [],
  shop = SHOP.id,
): Promise<string> {
  const { key, record } = mintKey(shop, kind, origins)
  await store.saveKey(record)
  return key
}

export async function revokeKey(store: AccessStore, hash: string): Promise<void> {
  const record = (await store.keys()).find(key => key.hash === hash)!
  await store.saveKey({ ...record, revoked_at: new Date().toISOString() })
}
