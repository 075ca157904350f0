import { parseTimestamp } from "./timestamp.ts"

/** Smaller differences are the network's doing, and correcting by them would only add noise. */
const NOTICEABLE = 5_000

/**
 * How far the sender's clock is behind ours, in ms (negative: ahead); 0 when `sentAt` is absent or the difference is
 * under 5 s. Added to a timestamp of the same batch it gives our time. Each attempt carries its own `sent_at`, so an
 * event that waited a day in an offline queue, or is sent again, is still corrected by the clock and not by the wait.
 *
 * @returns NaN when `sentAt` is no ISO 8601 time with a zone
 */
export function clockSkew(sentAt: string | undefined, receivedAt: number): number {
  if (sentAt === undefined) return 0
  const skew = receivedAt - parseTimestamp(sentAt)
  return Math.abs(skew) < NOTICEABLE ? 0 : skew
}
