/**
 * `npm run siege -- --seed 7 --kills 10 --full-disks 5` besieges the embedded runtime, `npm run siege -- fleet --seed 7` a fleet on a
 * real broker and a real database. Either prints its seed, so that a bad run can be replayed.
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { siegeFleet } from "./fleet/siege.ts"
import { siege } from "./siege.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now()) },
    events: { type: "string", default: "50000" },
    kills: { type: "string", default: "10" },
    "full-disks": { type: "string", default: "0" },
    disturbances: { type: "string", default: "24" },
    brokers: { type: "string", default: "1" },
  },
})
const say = (line: string): void => console.log(line)

async function embedded(): Promise<string[]> {
  const { seed, kills, events, "full-disks": fullDisks } = values
  say(
    `seed ${seed}; replay with: npm run siege -- --seed ${seed} --kills ${kills} --full-disks ${fullDisks} --events ${events}`,
  )
  const numbers = { kills: Number(kills), fullDisks: Number(fullDisks), events: Number(events) }
  const { differences, ...report } = await siege({ seed, ...numbers, say })
  say(counts(report))
  return differences
}

async function fleet(): Promise<string[]> {
  const { seed, disturbances, brokers, events } = values
  const journal = join(tmpdir(), `siege-${seed}.ndjson`)
  say(
    `seed ${seed}; replay with: npm run siege -- fleet --seed ${seed} --disturbances ${disturbances} --events ${events} --brokers ${brokers}`,
  )
  say(`every answer is written to ${journal}`)
  const numbers = { disturbances: Number(disturbances), events: Number(events), brokers: Number(brokers) }
  const { faults, ...report } = await siegeFleet({ seed, ...numbers, journal, say })
  say(counts(report))
  return faults
}

const counts = (report: object): string =>
  Object.entries(report)
    .map(([name, n]) => `${name} ${n}`)
    .join(", ")

const faults = await (positionals[0] === "fleet" ? fleet() : embedded())
say(faults.length === 0 ? "exact: nothing differs from a clean replay" : faults.join("\n"))
process.exit(faults.length === 0 ? 0 : 1)
