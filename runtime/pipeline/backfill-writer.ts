import type { Writer } from "../store/store.ts"

const PREFIX = "backfill/"

/** A metric's backfills are one writer; its checkpoint counts them, so that of two at once only one is saved. */
export const backfillWriter = (metric: string): Writer => ({ log: `${PREFIX}${metric}`, partition: 0 })

/** Whether a writer is no partition of a log. */
export const isBackfill = ({ log }: Pick<Writer, "log">): boolean => log.startsWith(PREFIX)
