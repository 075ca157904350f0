import { t } from "elysia"
import { Instant } from "../query/answer.ts"

/** What `/api/plugins` says of one plugin. */
export const PluginAnswer = t.Object(
  {
    name: t.String({ examples: ["revenue"] }),
    kind: t.Optional(
      t.UnionEnum(["event", "derived", "session", "order", "visitor", "alert", "channel"], {
        description: "One of the five kinds of metric, alert or channel; absent where the file did not load",
      }),
    ),
    title: t.Optional(t.String()),
    path: t.String({ description: "From its folder of plugins on", examples: ["plugins/metrics/revenue.ts"] }),
    state: t.UnionEnum(["ok", "slow", "failing", "paused", "outdated", "refused"], {
      description:
        "failing: it threw within the last 15 minutes; slow: it takes over 100 µs an event; refused: it did not load; " +
        "paused: it failed in three batches in a row, and counts nothing until it is tried again; " +
        "outdated: its file was changed and does not load now, so its former version stays in use",
    }),
    errors: t.Integer({
      description: "Of this process since its start; of a metric, the batches in which it threw",
    }),
    last_error: t.Union([
      t.Object({
        message: t.String(),
        at: t.Union([Instant, t.Null()], { description: "null: when its file did not load" }),
      }),
      t.Null(),
    ]),
    microseconds_per_event: t.Union([t.Number(), t.Null()], {
      description: "Measured by this process on made-up events; null for what sees no single events",
    }),
    paused_until: t.Union([Instant, t.Null()], { description: "When a paused metric is tried again" }),
    missed: t.Integer({
      description:
        "Records of the log that a metric could not count, since the start of this process; once it is mended, " +
        "`shopstream backfill --metric NAME` counts them",
    }),
    widget: t.Union(
      [
        t.Object({
          script: t.String({ examples: ["/widgets/plugins/large_baskets.js"] }),
          error: t.Union([t.String(), t.Null()], { description: "Why it cannot be served; null where it can" }),
        }),
        t.Null(),
      ],
      { description: "The element that comes with it, as a module for any page; null where none does" },
    ),
  },
  { title: "Plugin" },
)
export type PluginAnswer = typeof PluginAnswer.static
