import type { AlertNotice, Channel, Mail } from "../channel.ts"
import { NOW } from "./alert.ts"
import { configOf } from "./config.ts"
import { goldenTime } from "./golden.ts"

const iso = (at: number): string => new Date(at).toISOString()

/** A notice as channels get it: a traffic spike that begins to fire. */
export const goldenNotice: AlertNotice = {
  id: "notice-1",
  event: "firing",
  at: iso(NOW),
  shop: { id: "lamps", name: "Lamps" },
  alert: {
    ...{ id: "alert-1", name: "traffic_spike", title: "Traffic spike", severity: "warning", subject: "" },
    ...{ message: "120 product views in 5 min instead of 60 (+100 %).", metric: "product_views", unit: "count" },
    ...{ value: 120, baseline: 60, window: { from: iso(goldenTime(55)), to: iso(NOW) }, started_at: iso(NOW) },
    link: "https://stats.example/?metric=product_views",
  },
}

/** What went out through a channel. */
export interface Sent {
  posts: { url: string; body: string; headers: Readonly<Record<string, string>> }[]
  mails: Mail[]
  lines: string[]
}

/**
 * Has a channel deliver a notice, and catches what it sends: nothing leaves the test.
 * @param config what the shop set
 * @throws Error where the settings do not allow it, and whatever the channel throws
 * @example const { posts } = await deliveryOf(channel, { topic: "lamps" })
 */
export async function deliveryOf<Config>(
  channel: Channel<Config>,
  config: object = {},
  notice: AlertNotice = goldenNotice,
): Promise<Sent> {
  const sent: Sent = { posts: [], mails: [], lines: [] }
  await channel.deliver(notice, {
    config: await configOf(channel, config),
    now: NOW,
    post: async (url, body, headers = {}) => void sent.posts.push({ url, body, headers }),
    mail: async mail => void sent.mails.push(mail),
    log: line => void sent.lines.push(line),
  })
  return sent
}
