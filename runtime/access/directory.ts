import type { KeyRecord, Shop, Store } from "../store/store.ts"

type Source = Pick<Store, "shops" | "keys" | "accessRev">

export interface DirectoryOptions {
  /** How often the store is asked whether anything changed. */
  pollMs: number
  /** Least time between two questions to the store, however many unknown keys show up. */
  throttleMs: number
}

/** Every shop and key, in memory: a request is never held up by the store, and a change anywhere shows within a poll. */
export interface Directory {
  shop(id: string): Shop | undefined
  key(hash: string): KeyRecord | undefined
  keysOf(shop: string): KeyRecord[]
  /** Resolves when what the store held at the time of the call is in memory. Calls share one look at the store. */
  refresh(): Promise<void>
  onRevoked(listener: (hashes: ReadonlySet<string>) => void): () => void
  close(): void
}

/** @throws whatever the store throws on the first look: a process without keys could answer nobody */
export async function openDirectory(store: Source, { pollMs, throttleMs }: DirectoryOptions): Promise<Directory> {
  let rev = -1
  let shops = new Map<string, Shop>()
  let keys = new Map<string, KeyRecord>()
  const listeners = new Set<(hashes: ReadonlySet<string>) => void>()

  async function look(): Promise<void> {
    // The revision is read first: what changes while the rest is read is picked up by the next look.
    const latest = await store.accessRev()
    if (latest === rev) return
    const [allShops, allKeys] = await Promise.all([store.shops(), store.keys()])
    const before = keys
    shops = new Map(allShops.map(shop => [shop.id, shop]))
    keys = new Map(allKeys.map(key => [key.hash, key]))
    rev = latest
    const revoked = [...before.values()].filter(isLive).filter(key => !isLive(keys.get(key.hash)))
    if (revoked.length > 0) for (const listener of listeners) listener(new Set(revoked.map(key => key.hash)))
  }

  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let lastStart = 0

  function start(): Promise<void> {
    lastStart = performance.now()
    next = undefined
    running = look().finally(() => {
      running = undefined
    })
    return running
  }

  /** A look that has begun may have missed what the caller asks about, so callers share the one after it. */
  function refresh(): Promise<void> {
    next ??= (async () => {
      await running?.catch(() => {})
      await Bun.sleep(Math.max(0, lastStart + throttleMs - performance.now()))
      await start()
    })()
    return next
  }

  await start()
  const timer = setInterval(() => {
    // A store that is away shows in /ready; until it is back, the keys known so far stay good.
    if (!running && !next) start().catch(() => {})
  }, pollMs)
  timer.unref()

  return {
    shop: id => shops.get(id),
    key: hash => keys.get(hash),
    keysOf: shop => [...keys.values()].filter(key => key.shop === shop),
    refresh,
    onRevoked(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => clearInterval(timer),
  }
}

function isLive(key: KeyRecord | undefined): key is KeyRecord {
  return key !== undefined && key.revoked_at === undefined
}
