import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { KeyKind, Shop, Store } from "../store/store.ts"
import { hashKey, KEY_KINDS, mintKey } from "./keys.ts"

/** One working key of each kind. */
export type KeyRing = Record<KeyKind, string>

/** What `<data>/keys.json` holds, and what `shop create --json` prints. */
export interface KeysFile extends KeyRing {
  shop: string
}

export interface Installation {
  shop: Shop
  /** The keys that this folder knows: all of them unless only a first start may mint. */
  keys: Partial<KeyRing>
  /** Whether any key was minted just now: then they are printed. */
  fresh: boolean
}

export interface BootstrapOptions {
  /**
   * `missing`: keys that the folder has not are minted. `first`: only those of a new installation, so that processes
   * that nobody signs in to add no keys each time they start on an empty disk. Default `missing`.
   */
  mint?: "missing" | "first"
}

const DEMO: Shop = { id: "demo", name: "Demo shop", currency: "USD", timezone: "UTC", browser_refunds: true }

/**
 * Makes sure that there is a shop `demo` and that `<data>/keys.json` holds a working key of each kind. A key that the
 * store does not know, because the store was replaced, or that was revoked, is minted anew; the others stay. Two
 * processes must not do this at once (`roles/turn.ts`).
 */
export async function bootstrap(
  store: Pick<Store, "shops" | "keys" | "saveShop" | "saveKey">,
  data: string,
  { mint = "missing" }: BootstrapOptions = {},
): Promise<Installation> {
  const known = (await store.shops()).find(({ id }) => id === DEMO.id)
  const shop = known ?? DEMO
  if (!known) await store.saveShop(shop)
  const mayMint = mint === "missing" || !known

  const kept = await readKeysFile(data)
  const records = new Map((await store.keys()).map(record => [record.hash, record]))
  const works = (kind: KeyKind, key: string | undefined): key is string => {
    const record = key ? records.get(hashKey(key)) : undefined
    return record?.shop === DEMO.id && record.kind === kind && !record.revoked_at
  }

  let fresh = false
  const keys: Partial<KeyRing> = {}
  for (const kind of KEY_KINDS) {
    const key = kept?.[kind]
    if (works(kind, key)) {
      keys[kind] = key
      continue
    }
    if (!mayMint) continue
    const minted = mintKey(DEMO.id, kind)
    await store.saveKey(minted.record)
    keys[kind] = minted.key
    fresh = true
  }
  if (fresh) await writeKeysFile(data, { shop: DEMO.id, ...(keys as KeyRing) })
  return { shop, keys, fresh }
}

/** The keys of `<data>/keys.json`; undefined where there is none or it cannot be understood. */
export async function readKeysFile(data: string): Promise<Partial<KeysFile> | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(data, "keys.json"), "utf8"))
    return typeof parsed === "object" && parsed !== null ? parsed : undefined
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

async function writeKeysFile(data: string, keys: KeysFile): Promise<void> {
  await mkdir(data, { recursive: true })
  const file = join(data, "keys.json")
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  // Renamed into place, so that nobody ever reads half a file.
  await rename(draft, file)
}
