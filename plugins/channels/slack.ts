import { defineChannel, fields, text } from "../kit/index.ts"

const MARK = { info: ":information_source:", warning: ":warning:", critical: ":rotating_light:" } as const

/** A message in Slack, or in anything that takes Slack's incoming webhooks (Mattermost, Rocket.Chat). */
export default defineChannel({
  name: "slack",
  title: "Slack",
  description: "A message in a Slack channel, by an incoming webhook.",
  settings: fields({
    url: text({
      title: "Address of the incoming webhook",
      pattern: /^https?:\/\/\S+$/,
      matching: "the address that Slack gave, https://hooks.slack.com/…",
    }),
  }),
  // Whoever has the address may post.
  secrets: ["url"],
  async deliver({ event, shop, alert }, { config: { url }, post }) {
    const mark = event === "resolved" ? ":white_check_mark:" : MARK[alert.severity]
    const head = `${mark} *${escaped(alert.title)}* ${event} · ${escaped(shop.name)}`
    await post(url, JSON.stringify({ text: `${head}\n${escaped(alert.message)}\n<${alert.link}|Open the chart>` }))
  },
})

/** Product names come from storefronts: they must not mention everybody in the channel. */
const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
