import type { Notice } from "../../store.ts"

/** NOTIFY takes less than 8,000 bytes; what is around the notice needs some of them. */
const BYTES = 7_500

/** The notice in parts that each fit one NOTIFY, nothing of it left out; mostly it is one part. */
export function noticeParts(notice: Notice): Notice[] {
  if (bytesOf(notice) <= BYTES) return [notice]
  const parts: Notice[] = []
  for (const [shop, names] of Object.entries(notice.metrics)) {
    for (const name of names) add(parts, shop, name, notice.at)
  }
  return parts
}

function add(parts: Notice[], shop: string, name: string, at: number): void {
  const last = parts.at(-1)
  const more = last && { at, metrics: { ...last.metrics, [shop]: [...(last.metrics[shop] ?? []), name] } }
  if (more && bytesOf(more) <= BYTES) parts[parts.length - 1] = more
  else parts.push({ at, metrics: { [shop]: [name] } })
}

const bytesOf = (notice: Notice): number => Buffer.byteLength(JSON.stringify(notice))
