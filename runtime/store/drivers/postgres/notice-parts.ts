import type { Notice } from "../../store.ts"

/** NOTIFY takes less than 8,000 bytes; what is around the notice needs some of them. */
const BYTES = 7_500

/**
 * The notice in parts that each fit one NOTIFY, nothing of it left out; mostly it is one part. What was refused comes
 * first: whoever hears that something changed reads at once.
 */
export function noticeParts(notice: Notice): Notice[] {
  const { at, metrics, rejected = [] } = notice
  if (bytesOf(notice) <= BYTES) return [notice]
  const parts: Notice[] = []
  for (const one of rejected) add(parts, { at, metrics: {}, rejected: [one] })
  for (const [shop, names] of Object.entries(metrics)) {
    for (const name of names) add(parts, { at, metrics: { [shop]: [name] } })
  }
  return parts
}

function add(parts: Notice[], more: Notice): void {
  const last = parts.at(-1)
  const joined = last && join(last, more)
  if (joined && bytesOf(joined) <= BYTES) parts[parts.length - 1] = joined
  else parts.push(more)
}

function join(a: Notice, b: Notice): Notice {
  const metrics = { ...a.metrics }
  for (const [shop, names] of Object.entries(b.metrics)) metrics[shop] = [...(metrics[shop] ?? []), ...names]
  const rejected = [...(a.rejected ?? []), ...(b.rejected ?? [])]
  return { at: a.at, metrics, ...(rejected.length > 0 ? { rejected } : {}) }
}

const bytesOf = (notice: Notice): number => Buffer.byteLength(JSON.stringify(notice))
