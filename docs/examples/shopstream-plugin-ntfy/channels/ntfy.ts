import { defineChannel, fields, text } from "@shopstream/plugins"

const PRIORITIES = { info: "low", warning: "high", critical: "urgent" } as const

/** Push messages on phones and desktops through ntfy.sh, or a server of one's own that speaks the same. */
export default defineChannel({
  apiVersion: 1,
  name: "ntfy",
  title: "ntfy",
  description: "A push message for each alert.",
  settings: fields({
    topic: text({ title: "Topic", pattern: /^[\w-]{1,64}$/, matching: "letters, digits, _ and -, at most 64" }),
    server: text({ title: "Server", default: "https://ntfy.sh", pattern: /^https?:\/\/\S+$/, matching: "an address" }),
  }),
  // Whoever knows the topic reads along.
  secrets: ["topic"],
  deliver: ({ event, shop, alert }, { config, post }) =>
    post(new URL(config.topic, config.server).href, alert.message, {
      title: `${shop.name}: ${alert.title} (${event})`,
      priority: event === "resolved" ? "low" : PRIORITIES[alert.severity],
      click: alert.link,
    }),
})
