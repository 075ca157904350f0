import { t } from "elysia"
import { Instant, iso } from "../query/answer.ts"
import { readInstant } from "../query/instant.ts"
import { badParameter } from "../query/parameter.ts"
import type { Memo } from "../store/memos.ts"
import type { Shop } from "../store/store.ts"

/** A point or a span of the time line that somebody explained. */
export const Annotation = t.Object(
  {
    id: t.String(),
    text: t.String({ examples: ["Newsletter sent"] }),
    at: Instant,
    until: t.Optional(Instant),
    link: t.Optional(t.String()),
  },
  { title: "Annotation" },
)
export type Annotation = typeof Annotation.static

const TIME = "ISO 8601 with a zone, or a date, which means the shop's midnight"

/** An annotation as somebody writes it. */
export const AnnotationBody = t.Object({
  text: t.String({ minLength: 1, maxLength: 280 }),
  at: t.String({ description: TIME, examples: ["2025-01-03T10:30:00Z"] }),
  until: t.Optional(t.String({ description: `End of a span; absent: an instant. ${TIME}` })),
  link: t.Optional(t.String({ maxLength: 2_000, description: "http or https" })),
})

/** @throws Refusal bad_parameter */
export function memoOf(id: string, body: typeof AnnotationBody.static, { id: shop, timezone }: Shop): Memo {
  const from = instantOf("at", body.at, timezone)
  const to = body.until === undefined ? from : instantOf("until", body.until, timezone)
  if (to < from) throw badParameter("until", `a time from ${iso(from)} on`, body.until!)
  const { text, link } = body
  if (link !== undefined && !isWeb(link))
    throw badParameter("link", "an address that begins with http:// or https://", link)
  return { shop, kind: "annotation", name: id, from, to, body: { text, ...(link === undefined ? {} : { link }) } }
}

export function annotationOf({ name, from = 0, to = from, body }: Memo): Annotation {
  const { text, link } = body as Pick<Annotation, "text" | "link">
  return { id: name, text, at: iso(from), ...(to === from ? {} : { until: iso(to) }), ...(link ? { link } : {}) }
}

function instantOf(parameter: string, word: string, zone: string): number {
  const at = readInstant(word, zone)
  if (at === undefined)
    throw badParameter(parameter, "a time such as 2025-01-03T10:30:00Z, or a day such as 2025-01-03", word)
  return at
}

/** Whoever reads it may click on it: an address that runs a script must not get there. */
function isWeb(link: string): boolean {
  return /^https?:$/.test(URL.parse(link)?.protocol ?? "")
}
