import { Elysia, t } from "elysia"
import type { Access, Principal } from "../../access/principal.ts"
import { Refusal } from "../../errors.ts"
import { refusals } from "../../http/errors.ts"
import { answered, REFUSALS } from "../answer.ts"
import { acceptsCsv, csvFile, toTable } from "../csv.ts"
import { documented } from "../parameter.ts"
import { readerOf } from "../reader.ts"
import { type Investigate, RECONCILIATION } from "./investigate.ts"
import { OrderAnswer, ReconciliationAnswer } from "./orders.ts"
import { SessionAnswer } from "./sessions.ts"

export interface InvestigateRoutesOptions {
  investigate: Investigate
  access: Pick<Access, "ofRequest" | "checkOrigin">
  /** Told of errors that are nobody's refusal. */
  report?: (error: unknown) => void
}

/** Single orders and sessions: for keys, and never for widget tokens. */
export function investigateRoutes({ investigate, access, report }: InvestigateRoutesOptions) {
  return new Elysia({ name: "investigate" })
    .use(refusals(report))
    .get(
      "/api/orders/reconciliation",
      async ({ request }) => {
        const principal = await keyOf(request, access)
        const params = new URL(request.url).searchParams
        return { success: true as const, data: await investigate.reconciliation(principal, params) }
      },
      {
        query: documented(RECONCILIATION),
        response: { 200: answered(ReconciliationAnswer), ...REFUSALS },
        mapResponse({ request, response }) {
          const answer = response as { success?: boolean; data: typeof ReconciliationAnswer.static }
          if (!answer.success || !acceptsCsv(request)) return undefined
          const columns = [
            "order_id",
            "state",
            "browser_total",
            "browser_currency",
            "server_total",
            "server_currency",
            "difference",
          ]
          const records = answer.data.orders.map(({ browser, server, ...order }) => ({
            ...order,
            ...{ browser_total: browser?.total, browser_currency: browser?.currency },
            ...{ server_total: server?.total, server_currency: server?.currency },
          }))
          return csvFile("reconciliation", toTable(columns, records))
        },
        detail: {
          operationId: "reconcileOrders",
          summary: "What the pixel and the server say about the same orders",
          description:
            "Orders that only one of them reported, or both differently. Seven days where no window is named.",
          tags: ["Orders"],
        },
      },
    )
    .get(
      "/api/orders/:id",
      async ({ request, params }) => ({
        success: true as const,
        data: await investigate.order(await keyOf(request, access), params.id),
      }),
      {
        params: t.Object({ id: t.String({ description: "The shop's order_id" }) }),
        response: { 200: answered(OrderAnswer), ...REFUSALS },
        detail: { operationId: "readOrder", summary: "One order with its events in order", tags: ["Orders"] },
      },
    )
    .get(
      "/api/sessions/:id",
      async ({ request, params }) => ({
        success: true as const,
        data: await investigate.session(await keyOf(request, access), params.id),
      }),
      {
        params: t.Object({ id: t.String({ description: "The session_id of its events" }) }),
        response: { 200: answered(SessionAnswer), ...REFUSALS },
        detail: { operationId: "readSession", summary: "One session with its events in order", tags: ["Sessions"] },
      },
    )
}

async function keyOf(request: Request, access: InvestigateRoutesOptions["access"]): Promise<Principal> {
  const principal = await readerOf(request, access)
  if (principal.kind !== "widget") return principal
  throw new Refusal("wrong_key_kind", "expected a read key (rk_) or an admin key (ak_), got a widget token")
}
