import { count, defineMetric } from "../kit/index.ts"

/** Events of crawlers, automated browsers and the like: counted here, and in production nowhere else. */
export default defineMetric({
  name: "bot_events",
  title: "Bot events",
  unit: "count",
  description: "Events that no shopper made; in production they are in no other number.",
  audience: "bots",
  on: ["*"],
  by: { type: e => e.event_type },
  ...count(),
})
