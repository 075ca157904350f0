import { defineChannel, fields, text } from "../kit/index.ts"

/** A mail for each alert, through the server of `SMTP_URL`. */
export default defineChannel({
  name: "email",
  title: "E-mail",
  description: "A mail for each alert.",
  settings: fields({
    to: text({ title: "Address", pattern: /^[^\s@,;<>]+@[^\s@,;<>]+$/, matching: "one mail address" }),
  }),
  async deliver({ event, at, shop, alert }, { config: { to }, mail }) {
    await mail({
      to,
      subject: `[${alert.severity}] ${alert.title} ${event} · ${shop.name}`,
      text: [
        alert.message,
        "",
        `Shop:     ${shop.name}`,
        `Value:    ${alert.value ?? "none"}`,
        `Expected: ${alert.baseline ?? "no comparison"}`,
        `Window:   ${alert.window.from} to ${alert.window.to}`,
        `At:       ${at}`,
        "",
        alert.link,
      ].join("\n"),
    })
  },
})
