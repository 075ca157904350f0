import type { Config } from "../../config.ts"
import { openStore } from "../../roles/ends.ts"
import type { Store } from "../../store/store.ts"
import { counted, type Finding } from "./finding.ts"

/** For how long an incident is told of, ms: a week. */
const RECENT_MS = 7 * 86_400_000

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
    return [
      await contents(store),
      ...(config.databaseUrl === "" ? [] : [...(await extension(store)), await notices(store)]),
      ...(await incidents(store)),
      ...(await more(store)),
    ]
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

const WITHOUT_TIMESCALEDB: Record<string, string> = {
  "not installed": "not on this server: raw events are kept by the day, which works, and are not compressed",
  "not loaded":
    "on this server but not loaded; to have it, add it to shared_preload_libraries, restart, and migrate an empty database",
  "not created":
    "loaded but not made here; to have it, a superuser runs CREATE EXTENSION timescaledb in an empty database, then migrate that",
  "too late": "made after the tables, which stay as they were; to have it, migrate an empty database",
}

/** Plain PostgreSQL is no fault. Whoever wanted more hears what it takes. */
async function extension(store: Store): Promise<Finding[]> {
  const { without_timescaledb: why } = await store.info()
  return why === undefined ? [] : [{ name: "TimescaleDB", found: WITHOUT_TIMESCALEDB[String(why)]! }]
}

/** What happened to log and database lately that somebody should look into. */
async function incidents(store: Store): Promise<Finding[]> {
  const recent = (await store.incidents()).filter(({ at }) => Date.parse(at) > Date.now() - RECENT_MS)
  return recent.map(({ code, message, at }) => ({
    name: "Incident",
    found: `${code}, ${at.slice(0, 16).replace("T", " ")} UTC: ${message}`,
    todo:
      code === "log_replaced"
        ? undefined
        : "docs/kafka.md, States that have a name, tells what it means and the way out",
  }))
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
