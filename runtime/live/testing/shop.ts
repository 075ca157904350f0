import type { Principal } from "../../access/principal.ts"
import { createAnswers } from "../../query/answers.ts"
import { RETENTION, testShop } from "../../query/testing.ts"
import { createHub } from "../hub.ts"
import { createRevision } from "../revision.ts"
import { TestOutlet } from "./outlet.ts"
import { ManualTimer, settled } from "./timer.ts"

/** When every live shop's clock starts. */
export const NOW = "2025-01-15T10:30:20Z"

/** A shop and a hub on one clock that is moved by hand. */
export async function liveShop() {
  const shop = await testShop({ now: NOW })
  const timer = new ManualTimer(Date.parse(NOW))
  const revision = createRevision("test")
  const answers = createAnswers({ ...shop, clock: timer.now, rev: revision.current, retention: RETENTION })
  let reads = 0
  const counted: typeof answers = {
    ...answers,
    answer(...question) {
      reads++
      return answers.answer(...question)
    },
  }
  const pushed: number[] = []
  const hub = createHub({
    answers: counted,
    access: { shop: () => shop.shop },
    revision,
    timer,
    onPushed: ms => pushed.push(ms),
  })

  /** Commits at the clock's time, and tells the hub. */
  async function commit(events: Parameters<typeof shop.add>[0], partition = 0) {
    shop.time.now = timer.now()
    const committed = await shop.add(events, partition)
    hub.publish(committed)
    await settled()
  }

  async function connect(topics: string[], principal: Principal = shop.principal) {
    const outlet = new TestOutlet()
    const client = hub.connect(principal, outlet)
    client.subscribe(topics)
    await settled()
    return { outlet, client }
  }

  return { ...shop, timer, answers, hub, commit, connect, pushed, reads: () => reads }
}
