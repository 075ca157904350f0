/** `npm run siege -- --seed 7 --kills 10`: prints the seed, so that a bad run can be replayed. */
import { parseArgs } from "node:util"
import { siege } from "./siege.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now()) },
    kills: { type: "string", default: "10" },
    events: { type: "string", default: "50000" },
  },
})
const say = (line: string): void => console.log(line)

say(
  `seed ${values.seed}; replay with: npm run siege -- --seed ${values.seed} --kills ${values.kills} --events ${values.events}`,
)
const { differences, ...report } = await siege({
  seed: values.seed,
  kills: Number(values.kills),
  events: Number(values.events),
  say,
})
say(
  Object.entries(report)
    .map(([name, n]) => `${name} ${n}`)
    .join(", "),
)
say(differences.length === 0 ? "exact: nothing differs from a clean replay" : differences.join("\n"))
process.exit(differences.length === 0 ? 0 : 1)
