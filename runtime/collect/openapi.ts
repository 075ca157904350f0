import { Type } from "@sinclair/typebox"
import type { DocumentDecoration } from "elysia"
import { LIMITS } from "./limits.ts"
import { EventSchema } from "./schema.ts"

const events = Type.Array(EventSchema, { minItems: 1, maxItems: LIMITS.events })

const body = Type.Union([
  Type.Object({
    sent_at: Type.Optional(
      Type.String({ format: "date-time", description: "When this attempt left, by the sender's clock" }),
    ),
    write_key: Type.Optional(Type.String({ description: "A public wk_ key, where no header can be set" })),
    events,
  }),
  events,
])

/** TypeBox schemas are JSON Schema with symbols on them; the document is plain JSON. */
const media = { schema: JSON.parse(JSON.stringify(body)) }

/** How `/openapi.json` shows the route. The body is described here only: the route reads it itself. */
export const documentation: DocumentDecoration = {
  summary: "Send events",
  description:
    "Takes up to 1,000 events and answers 202 once at least one is durable; each that was not taken has its verdict.",
  tags: ["Events"],
  requestBody: {
    required: true,
    content: { "application/json": media, "text/plain": media },
  },
  responses: {
    202: { description: "At least one event is durable" },
    400: { description: "Nothing in the body could be accepted" },
    401: { description: "The key is missing, unknown or revoked" },
    403: { description: "The key is of the wrong kind, or used from another origin" },
    413: { description: "Over 1 MiB unpacked, 1,000 events, 32 KiB an event, or 8 levels in an event" },
    429: { description: "Over the rate of the key or the address; Retry-After says how long" },
    503: { description: "Not acknowledged: send all again with the same ids" },
  },
}
