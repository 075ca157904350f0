import type { Config } from "../../config.ts"
import { openStore } from "../../roles/ends.ts"
import type { Store } from "../../store/store.ts"
import { counted, type Finding } from "./finding.ts"

/**
 * Examines the store and whatever hangs on it, while it is open.
 * @param more further checks that need the store; they are left out where it does not open
 */
export async function examineStore(config: Config, more: (store: Store) => Promise<Finding[]>): Promise<Finding[]> {
  let store: Store
  try {
    store = await openStore(config)
  } catch (error) {
    return [{ name: "Store", found: "does not open", todo: (error as Error).message }]
  }
  try {
    return [await contents(store), ...(config.databaseUrl === "" ? [] : [await notices(store)]), ...(await more(store))]
  } catch (error) {
    return [{ name: "Store", found: "opens, and then fails", todo: (error as Error).message }]
  } finally {
    await store.close()
  }
}

async function contents(store: Store): Promise<Finding> {
  const [shops, keys, info] = await Promise.all([store.shops(), store.keys(), store.info()])
  const live = keys.filter(key => !key.revoked_at).length
  const kind =
    info.driver === "postgres" ? `PostgreSQL ${info.postgres}, ${info.tier}, schema ${info.schema}` : "embedded, opens"
  return { name: "Store", found: `${kind}; ${counted(shops.length, "shop")}, ${counted(live, "key")}` }
}

/** A transaction pooler swallows what processes tell each other; nothing is lost by that, but a little time. */
async function notices(store: Store): Promise<Finding> {
  const watch = await store.watch(() => {})
  const { mode } = watch
  await watch.stop()
  const found = {
    push: "pushed: every API node hears of a commit at once",
    poll: "polled, because a pooler is in between: up to 100 ms later; DATABASE_URL without the pooler is quicker",
  }
  return { name: "Notices", found: found[mode] }
}
