import { Elysia, t } from "elysia"
import type { Access, Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import { refusals } from "../http/errors.ts"
import { administratorOf, readerOf } from "../query/reader.ts"
import type { Store } from "../store/store.ts"
import { alertAnswer, readAlerts } from "./answer.ts"
import type { Desk } from "./desk.ts"
import { SEVERITIES } from "./settings.ts"

export interface AlertRoutesOptions {
  desk: Desk
  store: Pick<Store, "alerts">
  access: Pick<Access, "ofRequest" | "checkOrigin">
  report?: (error: unknown) => void
}

const success = <Data>(data: Data) => ({ success: true as const, data })
const Limit = t.Object({ limit: t.Optional(t.Numeric({ minimum: 1, maximum: 500, default: 50 })) })
const Name = t.Object({ name: t.String({ examples: ["traffic_spike"] }) })
const Id = t.Object({ id: t.String() })
const Cooldown = t.Number({ minimum: 0, maximum: 10_080, description: "Minutes" })
const Config = t.Record(t.String(), t.Unknown(), { description: "What the plugin lets a shop set" })
const detail = (operationId: string, summary: string) => ({ operationId, summary, tags: ["Alerts"] })

/** `/api/alerts…`: what happened, and what people do about it. Reading takes a read key, changing an admin key. */
export function alertRoutes({ desk, store, access, report }: AlertRoutesOptions) {
  const reader = async (request: Request): Promise<Principal> => shopReader(await readerOf(request, access))
  const admin = (request: Request): Promise<Principal> => administratorOf(request, access)

  return new Elysia({ name: "alerts" })
    .use(refusals(report))
    .onRequest(({ request, set }) => {
      if (new URL(request.url).pathname.startsWith("/api/alerts")) set.headers["cache-control"] = "no-store"
    })
    .get(
      "/api/alerts",
      async ({ request, query: { limit = 50, status } }) => {
        const { shop } = await reader(request)
        return success(await readAlerts(store, shop.id, { limit, open: status === "open" }))
      },
      {
        query: t.Object({ ...Limit.properties, status: t.Optional(t.UnionEnum(["open", "all"])) }),
        detail: detail("listAlerts", "What happened, newest first"),
      },
    )
    .post(
      "/api/alerts/:id/acknowledge",
      async ({ request, params }) => {
        const { shop, kind } = await admin(request)
        return success(alertAnswer(await desk.acknowledge(shop, params.id, kind)))
      },
      { params: Id, detail: detail("acknowledgeAlert", "Somebody looks after it") },
    )
    .get("/api/alerts/silences", async ({ request }) => success(await desk.silences((await reader(request)).shop)), {
      detail: detail("listSilences", "What is kept quiet, and until when"),
    })
    .post(
      "/api/alerts/silences",
      async ({ request, body }) => success(await desk.silence((await admin(request)).shop, body)),
      {
        body: t.Object({
          alert: t.Optional(t.String({ description: "Name of the alert; absent: all" })),
          subject: t.Optional(t.String({ description: "E.g. a product's id" })),
          minutes: t.Number({ minimum: 1, maximum: 43_200 }),
          reason: t.Optional(t.String({ maxLength: 200 })),
        }),
        detail: detail("silenceAlerts", "Keep alerts, but tell nobody for some time"),
      },
    )
    .delete(
      "/api/alerts/silences/:id",
      async ({ request, params }) => {
        await desk.endSilence((await admin(request)).shop, params.id)
        return success(null)
      },
      { params: Id, detail: detail("endSilence", "Tell again") },
    )
    .get("/api/alerts/settings", async ({ request }) => success(await desk.settings((await reader(request)).shop)), {
      detail: detail("readAlertSettings", "Thresholds and channels of the shop; secrets are hidden"),
    })
    .put(
      "/api/alerts/settings/alerts/:name",
      async ({ request, params, body }) => success(await desk.setAlert((await admin(request)).shop, params.name, body)),
      {
        params: Name,
        body: t.Object({
          enabled: t.Optional(t.Boolean()),
          cooldown: t.Optional(Cooldown),
          config: t.Optional(Config),
        }),
        detail: detail("setAlert", "Thresholds of one alert; what is absent stays"),
      },
    )
    .put(
      "/api/alerts/settings/channels/:name",
      async ({ request, params, body }) =>
        success(await desk.setChannel((await admin(request)).shop, params.name, body)),
      {
        params: Name,
        body: t.Object({
          enabled: t.Optional(t.Boolean()),
          minimum: t.Optional(t.UnionEnum([...SEVERITIES] as ["info", "warning", "critical"])),
          config: t.Optional(Config),
        }),
        detail: detail("setChannel", "How one channel is reached; what is absent stays"),
      },
    )
    .post(
      "/api/alerts/channels/:name/test",
      async ({ request, params }) => success(await desk.test((await admin(request)).shop, params.name)),
      { params: Name, detail: detail("testChannel", "Send one made-up alert now") },
    )
    .get(
      "/api/alerts/deliveries",
      async ({ request, query: { limit = 50 } }) => success(await desk.deliveries((await reader(request)).shop, limit)),
      { query: Limit, detail: detail("listDeliveries", "What was told through which channel, and how that went") },
    )
}

/** A widget token reads numbers, not alerts: those speak of all metrics. */
function shopReader(principal: Principal): Principal {
  if (principal.kind !== "widget") return principal
  throw new Refusal("wrong_key_kind", "expected a read key (rk_) or an admin key (ak_), got a widget token")
}
