import type { Tier } from "../tiers.ts"
import initial from "./001_initial.sql" with { type: "text" }
import rawInPartitions from "./002_events_raw.plain.sql" with { type: "text" }
import rawInChunks from "./002_events_raw.timescaledb.sql" with { type: "text" }
import compression from "./003_compression.community.sql" with { type: "text" }
import views from "./004_views.sql" with { type: "text" }
import memos from "./005_memos.sql" with { type: "text" }
import revisions from "./006_revisions.sql" with { type: "text" }

/** One step of the schema: its SQL by tier; empty where a tier does without. */
type Step = Readonly<Record<Tier, string>>

const onAll = (sql: string): Step => ({ plain: sql, "timescaledb apache": sql, "timescaledb community": sql })

/** Every step, oldest first. Append only: a released file never changes. */
export const MIGRATIONS: readonly Step[] = [
  onAll(initial),
  { plain: rawInPartitions, "timescaledb apache": rawInChunks, "timescaledb community": rawInChunks },
  { ...onAll(""), "timescaledb community": compression },
  onAll(views),
  onAll(memos),
  onAll(revisions),
]
