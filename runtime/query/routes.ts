import { Elysia, t } from "elysia"
import type { Access } from "../access/principal.ts"
import { refusals } from "../http/errors.ts"
import { Catalogue, type CatalogueEntry, LiveAnswer, MetricAnswer } from "./answer.ts"
import type { Answers } from "./answers.ts"
import { toCsv } from "./csv.ts"
import { MetricQuery, WindowQuery } from "./question.ts"
import { readerOf } from "./reader.ts"

export interface QueryOptions {
  answers: Answers
  access: Pick<Access, "ofRequest" | "checkOrigin">
  /** Told of errors that are nobody's refusal. */
  report?: (error: unknown) => void
}

const ErrorAnswer = t.Object(
  {
    success: t.Literal(false),
    error: t.Object({ code: t.String(), message: t.String(), details: t.Optional(t.Unknown()) }),
  },
  { title: "ErrorAnswer" },
)

const REFUSALS = { 400: ErrorAnswer, 401: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer }

/** `GET /api/metrics…`: answers from cells. CORS stands in `access/cors.ts`, for all of `/api/`. */
export function query({ answers, access, report }: QueryOptions) {
  async function ask(request: Request, path: string) {
    return answers.answer(await readerOf(request, access), path, new URL(request.url).searchParams)
  }

  return new Elysia({ name: "query" })
    .use(refusals(report))
    .onRequest(({ request, set }) => {
      // Answers differ by who asks and by the second; nobody on the way may keep one.
      if (new URL(request.url).pathname.startsWith("/api/metrics")) set.headers["cache-control"] = "no-store"
    })
    .get(
      "/api/metrics",
      async ({ request }) => ({ success: true as const, data: (await ask(request, "")) as CatalogueEntry[] }),
      {
        response: { 200: t.Object({ success: t.Literal(true), data: Catalogue }), ...REFUSALS },
        detail: {
          operationId: "listMetrics",
          summary: "The catalogue",
          description: "Every loaded metric with its unit and dimensions; with a widget token, those that it may read.",
          tags: ["Metrics"],
        },
      },
    )
    .get(
      "/api/metrics/live",
      async ({ request }) => ({ success: true as const, data: (await ask(request, "live")) as LiveAnswer }),
      {
        query: WindowQuery,
        response: { 200: t.Object({ success: t.Literal(true), data: LiveAnswer }), ...REFUSALS },
        detail: {
          operationId: "readLive",
          summary: "The key numbers of the last minutes",
          description: "Five minutes where no window is named.",
          tags: ["Metrics"],
        },
      },
    )
    .get(
      "/api/metrics/:name",
      async ({ request, params }) => ({
        success: true as const,
        data: (await ask(request, params.name)) as MetricAnswer,
      }),
      {
        params: t.Object({ name: t.String({ description: "As the catalogue names it", examples: ["revenue"] }) }),
        query: MetricQuery,
        response: { 200: t.Object({ success: t.Literal(true), data: MetricAnswer }), ...REFUSALS },
        mapResponse({ request, response }) {
          const answer = response as { success?: boolean; data: MetricAnswer }
          return answer.success && acceptsCsv(request) ? csvFile(answer.data) : undefined
        },
        detail: {
          operationId: "readMetric",
          summary: "One metric",
          description:
            "Its value in a window; a series, top values and a comparison where asked for. " +
            "With `Accept: text/csv` the series, the top values, or else the single row as CSV.",
          tags: ["Metrics"],
        },
      },
    )
}

const acceptsCsv = (request: Request): boolean => /\btext\/csv\b/i.test(request.headers.get("accept") ?? "")

function csvFile(answer: MetricAnswer): Response {
  return new Response(toCsv(answer), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${answer.metric}.csv"`,
    },
  })
}
