import initial from "./001_initial.sql" with { type: "text" }
import leases from "./002_leases.sql" with { type: "text" }
import eventsOfOrders from "./003_events_of_orders.sql" with { type: "text" }
import visitors from "./004_visitors.sql" with { type: "text" }
import deadLetters from "./005_dead_letters.sql" with { type: "text" }
import alerts from "./006_alerts.sql" with { type: "text" }
import memos from "./007_memos.sql" with { type: "text" }
import revisions from "./008_revisions.sql" with { type: "text" }

/** Every step of the schema, oldest first. Append only: a released file never changes. */
export const MIGRATIONS: readonly string[] = [
  initial,
  leases,
  eventsOfOrders,
  visitors,
  deadLetters,
  alerts,
  memos,
  revisions,
]
