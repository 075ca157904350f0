import { defineChannel, fields } from "../kit/index.ts"

/**
 * A notification of the browser, wherever a dashboard of the shop is open. Dashboards follow the topic `alerts`, which
 * brings every alert the moment it is saved; by the time this is called they have it, so there is nothing left to send.
 */
export default defineChannel({
  name: "browser",
  title: "Browser notification",
  description: "A notification in every browser that has the dashboard open.",
  always: true,
  settings: fields({}),
  deliver: async () => {},
})
