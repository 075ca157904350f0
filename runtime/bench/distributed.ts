import { print, table, thousands } from "../cli/terminal.ts"
import type { Bench } from "./bench.ts"
import { exactness, shown } from "./end-to-end.ts"
import { EVENTS_PER_REQUEST } from "./load/bodies.ts"
import { PARTS, runDistributedLoad } from "./load/distributed.ts"
import { tell } from "./profile/tell.ts"

const bench: Bench = {
  name: "distributed",
  about:
    "from POST to push through collector, Kafka, worker, PostgreSQL and API, each a process, all on the same cores",
  async run({ seconds, rate, profile, timescaledb }) {
    print(
      `  ${thousands(rate)} events/s for ${seconds} s, ${EVENTS_PER_REQUEST} events a request; first broker and database start …\n`,
    )
    const load = await runDistributedLoad({ seconds, rate, profile, timescaledb })
    const total = PARTS.reduce((sum, part) => sum + load.cpuPerMillion[part], 0)
    const rows = [
      ["events a second, achieved", `${thousands(load.accepted / load.seconds)} (${thousands(load.refused)} refused)`],
      ["POST to push, shop under load", shown(load.latency.busy)],
      ["POST to push, quiet shop beside it", shown(load.latency.quiet)],
      [
        "lag, in events",
        `most seen ${thousands(load.lag.most)}, at the end ${thousands(load.lag.atEnd)}, 0 after ${load.caughtUp.toFixed(2)} s`,
      ],
      ...PARTS.map(part => [`${part}, processor time per million events`, `${load.cpuPerMillion[part].toFixed(1)} s`]),
      ["all of them", `${total.toFixed(1)} s, ${load.busy.toFixed(2)} processors busy`],
      ["orders", exactness(load.orders)],
      ["product views", exactness(load.productViews)],
    ]
    print(table(["", ""], rows, ""))
    if (load.profile) tell(load.profile)
  },
}

export default bench
