const PREFIX = "shopstream."

/** What the SDK keeps in the browser: small strings under names of its own, shared by all tabs of the shop. */
export interface Store {
  /** Whether other tabs see it too: false when only memory is left. */
  readonly shared: boolean
  get(name: string): string | null
  /** Never fails: what localStorage refuses lives in memory until the page closes. */
  set(name: string, value: string): void
  remove(name: string): void
  /** Names that begin with `start`. */
  names(start: string): string[]
  clear(): void
}

/** localStorage, or undefined where the browser withholds it: blocked cookies, sandboxed frames, some web views. */
function ownStorage(): Storage | undefined {
  try {
    return window.localStorage ?? undefined
  } catch {
    return undefined
  }
}

export function createStore(disk: Storage | undefined = ownStorage()): Store {
  const memory = new Map<string, string>()

  const get = (name: string) => memory.get(PREFIX + name) ?? disk?.getItem(PREFIX + name) ?? null

  function set(name: string, value: string): void {
    const key = PREFIX + name
    try {
      if (!disk) throw undefined
      disk.setItem(key, value)
      memory.delete(key)
    } catch {
      memory.set(key, value)
    }
  }

  function remove(name: string): void {
    memory.delete(PREFIX + name)
    disk?.removeItem(PREFIX + name)
  }

  function names(start: string): string[] {
    const keys = new Set([...memory.keys(), ...Object.keys(disk ?? {})])
    return [...keys].filter(key => key.startsWith(PREFIX + start)).map(key => key.slice(PREFIX.length))
  }

  const clear = () => names("").forEach(remove)

  return { shared: disk !== undefined, get, set, remove, names, clear }
}
