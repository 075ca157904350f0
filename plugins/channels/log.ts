import { defineChannel, fields } from "../kit/index.ts"

/** Writes alerts to the server's log, where collectors of logs find them. */
export default defineChannel({
  name: "log",
  title: "Server log",
  description: "One line for each alert in the server's log.",
  always: true,
  settings: fields({}),
  async deliver({ event, shop, alert }, { log }) {
    log(`alert ${event} · ${shop.id} · ${alert.severity} · ${alert.title} · ${alert.message}`)
  },
})
