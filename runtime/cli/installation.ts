import { type Config, readConfig } from "../config.ts"
import { openStore } from "../roles/ends.ts"
import type { Shop, Store } from "../store/store.ts"
import { Failure } from "./failure.ts"

/** The configuration of this working directory. @throws ConfigError */
export function readSettings(): Config {
  return readConfig(process.env, { cwd: process.cwd() })
}

/** Opens the store for the time of `work`. It may be open in a running server too. */
export async function withStore<T>(work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = readSettings()
  const store = await openStore(config)
  try {
    return await work(store, config)
  } finally {
    await store.close()
  }
}

/** @throws Failure that lists the shops there are */
export async function findShop(store: Store, id: string): Promise<Shop> {
  const shops = await store.shops()
  const shop = shops.find(shop => shop.id === id)
  if (shop) return shop
  const known = shops.map(({ id }) => id).join(", ")
  throw new Failure(
    known
      ? `there is no shop "${id}"; there is ${known}`
      : `there is no shop "${id}" and no other; make one with: shopstream shop create NAME`,
  )
}
