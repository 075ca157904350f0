import { type AnyElysia, Elysia, t } from "elysia"
import type { Access } from "../access/principal.ts"
import { refusals } from "../http/errors.ts"
import { answered, Catalogue, type CatalogueEntry, MetricAnswer, REFUSALS } from "./answer.ts"
import type { Answers } from "./answers.ts"
import { acceptsCsv, csvFile, toCsv, toTable } from "./csv.ts"
import type { Panel } from "./panels/panel.ts"
import { documented } from "./parameter.ts"
import { MetricQuery } from "./question.ts"
import { readerOf } from "./reader.ts"

export interface QueryOptions {
  answers: Answers
  access: Pick<Access, "ofRequest" | "checkOrigin">
  /** Told of errors that are nobody's refusal. */
  report?: (error: unknown) => void
}

/** `GET /api/metrics…`: answers from cells. CORS stands in `access/cors.ts`, for all of `/api/`. */
export function query({ answers, access, report }: QueryOptions) {
  async function ask(request: Request, path: string) {
    return answers.answer(await readerOf(request, access), path, new URL(request.url).searchParams)
  }

  const app = new Elysia({ name: "query" })
    .use(refusals(report))
    .onRequest(({ request, set }) => {
      // Answers differ by who asks and by the second; nobody on the way may keep one.
      if (NOT_KEPT.test(new URL(request.url).pathname)) set.headers["cache-control"] = "no-store"
    })
    .get(
      "/api/metrics",
      async ({ request }) => ({ success: true as const, data: (await ask(request, "")) as CatalogueEntry[] }),
      {
        response: { 200: answered(Catalogue), ...REFUSALS },
        detail: {
          operationId: "listMetrics",
          summary: "The catalogue",
          description: "Every loaded metric with its unit and dimensions; with a widget token, those that it may read.",
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
        response: { 200: answered(MetricAnswer), ...REFUSALS },
        mapResponse({ request, response }) {
          const answer = response as { success?: boolean; data: MetricAnswer }
          return answer.success && acceptsCsv(request) ? csvFile(answer.data.metric, toCsv(answer.data)) : undefined
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
  return answers.panels.reduce<AnyElysia>(route, app)

  function route(on: AnyElysia, panel: Panel): AnyElysia {
    const { path, operationId, title, description, parameters, schema, tag = "Metrics" } = panel
    return on.get(
      panel.route ?? `/api/metrics/${path}`,
      async ({ request }) => ({ success: true as const, data: await ask(request, path) }),
      {
        query: documented(parameters),
        response: { 200: answered(schema), ...REFUSALS },
        mapResponse({ request, response }) {
          const answer = response as { success?: boolean; data: unknown }
          if (!answer.success || !acceptsCsv(request)) return undefined
          return csvFile(path.replace("/", "-"), toTable(panel.columns, panel.records(answer.data)))
        },
        detail: { operationId, summary: title, description, tags: [tag] },
      },
    )
  }
}

const NOT_KEPT = /^\/api\/(metrics|events|orders|sessions|annotations|goals)\b/
