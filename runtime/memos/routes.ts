import { Elysia, t } from "elysia"
import type { Access } from "../access/principal.ts"
import { refusals } from "../http/errors.ts"
import { answered, REFUSALS } from "../query/answer.ts"
import { administratorOf } from "../query/reader.ts"
import type { Shop } from "../store/store.ts"
import { Annotation, AnnotationBody } from "./annotation.ts"
import type { MemoDesk } from "./desk.ts"
import { GoalBody, GoalId } from "./goal.ts"

export interface MemoRoutesOptions {
  desk: MemoDesk
  access: Pick<Access, "ofRequest" | "checkOrigin">
  /** Told of errors that are nobody's refusal. */
  report?: (error: unknown) => void
}

const success = <Data>(data: Data) => ({ success: true as const, data })
const Id = t.Object({ id: t.String() })
const Goal = t.Object({ ...GoalId.properties, ...GoalBody.properties }, { title: "Goal" })
const said = { 200: answered(Annotation), ...REFUSALS }
const gone = { 200: answered(t.Null()), ...REFUSALS }
const detail = (tag: string, operationId: string, summary: string) => ({ operationId, summary, tags: [tag] })

/** Writing annotations and goals, with an admin key. Reading them is a question like others: `query/panels/`. */
export function memoRoutes({ desk, access, report }: MemoRoutesOptions) {
  const shopOf = async (request: Request): Promise<Shop> => (await administratorOf(request, access)).shop

  return new Elysia({ name: "memos" })
    .use(refusals(report))
    .post("/api/annotations", async ({ request, body }) => success(await desk.annotate(await shopOf(request), body)), {
      ...{ body: AnnotationBody, response: said },
      detail: detail("Annotations", "annotate", "Explain a point or a span of the time line"),
    })
    .put(
      "/api/annotations/:id",
      async ({ request, params, body }) => success(await desk.changeAnnotation(await shopOf(request), params.id, body)),
      {
        ...{ params: Id, body: AnnotationBody, response: said },
        detail: detail("Annotations", "changeAnnotation", "Write an annotation anew"),
      },
    )
    .delete(
      "/api/annotations/:id",
      async ({ request, params }) => {
        await desk.removeAnnotation(await shopOf(request), params.id)
        return success(null)
      },
      {
        ...{ params: Id, response: gone },
        detail: detail("Annotations", "removeAnnotation", "Take an annotation away"),
      },
    )
    .put(
      "/api/goals/:metric/:period",
      async ({ request, params, body }) => success(await desk.setGoal(await shopOf(request), { ...params, ...body })),
      {
        ...{ params: GoalId, body: GoalBody, response: { 200: answered(Goal), ...REFUSALS } },
        detail: detail("Goals", "setGoal", "What a metric shall come to in each day, week or month"),
      },
    )
    .delete(
      "/api/goals/:metric/:period",
      async ({ request, params }) => {
        await desk.removeGoal(await shopOf(request), params)
        return success(null)
      },
      { ...{ params: GoalId, response: gone }, detail: detail("Goals", "removeGoal", "Take a goal away") },
    )
}
