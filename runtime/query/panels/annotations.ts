import { t } from "elysia"
import { Annotation, annotationOf } from "../../memos/annotation.ts"
import type { Store } from "../../store/store.ts"
import { whole } from "../parameter.ts"
import { placeWindow, WINDOW } from "../question.ts"
import { assertKey, definePanel } from "./panel.ts"

/** Not a metric: changes of annotations are published under this name. */
const ANNOTATIONS = "annotations"
const WEEK_MINUTES = 7 * 1_440
const [MOST, DEFAULT_LIMIT] = [1_000, 200]

const parameters = { ...WINDOW, limit: whole(() => MOST, "How many", { maximum: MOST, default: DEFAULT_LIMIT }) }

export const AnnotationsAnswer = t.Array(Annotation, {
  title: "AnnotationsAnswer",
  description: "Latest beginning first",
})
export type AnnotationsAnswer = typeof AnnotationsAnswer.static

/** What explains the time line of a window. */
export function createAnnotations(store: Pick<Store, "memos">) {
  return definePanel({
    path: ANNOTATIONS,
    route: "/api/annotations",
    tag: "Annotations",
    operationId: "listAnnotations",
    title: "What people wrote on the time line",
    description: "Those that touch the window; seven days where none is named. Keys only, no widget tokens.",
    of: [ANNOTATIONS],
    parameters,
    schema: AnnotationsAnswer,
    columns: ["id", "at", "until", "text", "link"],
    records: answer => answer,
    async read({ principal, values, context }) {
      assertKey(principal)
      const { limit = DEFAULT_LIMIT, ...asked } = values
      const { from, to } = placeWindow(asked, context, WEEK_MINUTES)
      const found = await store.memos({ shop: principal.shop.id, kind: "annotation", window: { from, to }, limit })
      return found.map(annotationOf)
    },
  })
}
