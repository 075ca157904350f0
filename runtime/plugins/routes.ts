import { Elysia, t } from "elysia"
import type { Access } from "../access/principal.ts"
import { Refusal } from "../errors.ts"
import { refusals } from "../http/errors.ts"
import { answered, REFUSALS } from "../query/answer.ts"
import { readerOf } from "../query/reader.ts"
import { PluginAnswer } from "./answer.ts"
import type { PluginHealth } from "./health.ts"

export interface PluginRoutesOptions {
  health: Pick<PluginHealth, "report">
  access: Pick<Access, "ofRequest" | "checkOrigin">
  report?: (error: unknown) => void
}

/** `GET /api/plugins`: how every plugin is. With a read or an admin key; a widget token reads numbers only. */
export function pluginRoutes({ health, access, report }: PluginRoutesOptions) {
  return new Elysia({ name: "plugins" }).use(refusals(report)).get(
    "/api/plugins",
    async ({ request, set }) => {
      const { kind } = await readerOf(request, access)
      if (kind === "widget") {
        throw new Refusal("wrong_key_kind", "expected a read key (rk_) or an admin key (ak_), got a widget token")
      }
      set.headers["cache-control"] = "no-store"
      return { success: true as const, data: await health.report() }
    },
    {
      response: { 200: answered(t.Array(PluginAnswer)), ...REFUSALS },
      detail: {
        operationId: "listPlugins",
        summary: "How every plugin is",
        description:
          "Every metric, alert and channel with its file, its last error and what it costs, and the files that did not " +
          "load with the reason. Errors and costs are those of the process that answers.",
        tags: ["Plugins"],
      },
    },
  )
}
