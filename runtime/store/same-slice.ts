import type { SliceId } from "./records.ts"

/** Whether two cells are of one slice; what differs most often is looked at first. */
export const isSameSlice = (a: SliceId, b: SliceId): boolean =>
  a.minute === b.minute && a.dim === b.dim && a.metric === b.metric && a.shop === b.shop
