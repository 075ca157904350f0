/** Characters; the collector refuses longer names. */
const LONGEST = 512

/** What a page wrote, as text for an event; undefined when it wrote nothing of use. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number"
    ? `${value}`.trim().slice(0, LONGEST) || undefined
    : undefined
}

/** What a page wrote, as a number; undefined when it is none. */
export function number(value: unknown): number | undefined {
  const written = text(value)
  return written !== undefined && Number.isFinite(Number(written)) ? Number(written) : undefined
}
