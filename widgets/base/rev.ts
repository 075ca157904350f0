import type { DataFrame } from "./frames.ts"

/** What to do with a message: show it, drop it, or ask for a fresh snapshot first. */
export type Judgement = "take" | "ignore" | "resync"

/**
 * Judges a message against the rev held for its topic. A rev is `"<epoch>:<n>"`: within an epoch n rises, and
 * another epoch (another server, a restart) counts afresh, so only its snapshot can be trusted.
 *
 * @example judge("a:7", { type: "update", rev: "a:6", … }) // "ignore"
 */
export function judge(held: string | undefined, { type, rev }: Pick<DataFrame, "type" | "rev">): Judgement {
  if (held === undefined) return type === "snapshot" ? "take" : "resync"
  const [heldEpoch, heldN] = split(held)
  const [epoch, n] = split(rev)
  if (epoch !== heldEpoch) return type === "snapshot" ? "take" : "resync"
  if (type === "snapshot") return n >= heldN ? "take" : "ignore"
  return n > heldN ? "take" : "ignore"
}

function split(rev: string): [epoch: string, n: number] {
  const at = rev.lastIndexOf(":")
  return [rev.slice(0, at), Number(rev.slice(at + 1))]
}
