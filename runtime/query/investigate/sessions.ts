import { t } from "elysia"
import { EventBody, Instant } from "../answer.ts"

const Step = t.Union([Instant, t.Null()])

export const SessionAnswer = t.Object(
  {
    session_id: t.String(),
    started_at: Instant,
    ended_at: Instant,
    steps: t.Object(
      { view: Step, cart: Step, checkout: Step, purchase: Step },
      { description: "When each step was first taken; null: never" },
    ),
    events: t.Array(EventBody, { description: "Oldest first, at most 1,000" }),
    more: t.Boolean({ description: "Whether there were more events than that" }),
  },
  { title: "SessionAnswer" },
)
