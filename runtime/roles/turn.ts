import type { Store } from "../store/store.ts"

const TTL_MS = 6_000
const ASK_AGAIN_MS = 50

/**
 * Runs `work` while no other process on this store runs its own under the same name: what must not be done by two that
 * start at once. It should take less than a few seconds, after which another stops waiting for a process that died.
 * @param holder names this process
 */
export async function inTurn<T>(
  store: Pick<Store, "lease" | "release">,
  name: string,
  holder: string,
  work: () => Promise<T>,
): Promise<T> {
  while (!(await store.lease(name, holder, TTL_MS))) await Bun.sleep(ASK_AGAIN_MS)
  try {
    return await work()
  } finally {
    await store.release(name, holder)
  }
}
