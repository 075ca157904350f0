import type { Writer } from "../store/store.ts"

const BACKFILL = "backfill/"
const IMPORT = "import/"

/** A metric's backfills are one writer; its checkpoint counts them, so that of two at once only one is saved. */
export const backfillWriter = (metric: string): Writer => ({ log: `${BACKFILL}${metric}`, partition: 0 })

/** An import of a file for a shop; its checkpoint counts the records that are in the log. */
export const importWriter = (shop: string, hash: string): Writer => ({ log: `${IMPORT}${hash}/${shop}`, partition: 0 })

/** Whether a writer stands beside the log's partitions: its checkpoint is no offset of a log. */
export const isAside = ({ log }: Pick<Writer, "log">): boolean => log.startsWith(BACKFILL) || log.startsWith(IMPORT)
