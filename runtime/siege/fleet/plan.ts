import { Random } from "../../demo/random.ts"
import type { Role } from "../../roles/role.ts"

/** What happens to the fleet while it works. Times are how long something stays away or stopped, ms. */
export type Disturbance =
  | { kind: "kill"; role: Exclude<Role, "all"> }
  | { kind: "suspend"; role: Exclude<Role, "all">; ms: number }
  | { kind: "kill database" }
  | { kind: "suspend database"; ms: number }
  | { kind: "cut database connections" }
  | { kind: "kill broker" }
  | { kind: "suspend broker"; ms: number }
  | { kind: "add worker" }
  | { kind: "remove worker" }

/** A disturbance, and after which acknowledged batch it comes. */
export interface Planned {
  after: number
  disturbance: Disturbance
}

/** Longer than a session in the consumer group: a worker that sleeps through it wakes up without its partitions. */
const NAP = { least: 500, most: 9_000 }

const KINDS: readonly ((random: Random) => Disturbance)[] = [
  () => ({ kind: "kill", role: "worker" }),
  () => ({ kind: "kill", role: "collector" }),
  () => ({ kind: "kill", role: "api" }),
  random => ({ kind: "suspend", role: "worker", ms: nap(random) }),
  random => ({ kind: "suspend", role: "collector", ms: nap(random) / 4 }),
  () => ({ kind: "kill database" }),
  random => ({ kind: "suspend database", ms: nap(random) / 4 }),
  () => ({ kind: "cut database connections" }),
  () => ({ kind: "kill broker" }),
  random => ({ kind: "suspend broker", ms: nap(random) / 4 }),
  () => ({ kind: "add worker" }),
  () => ({ kind: "remove worker" }),
]

/**
 * The disturbances of a siege: every kind before any comes twice, in a seeded order at seeded moments. The same seed
 * gives the same plan.
 */
export function plan(seed: string, { disturbances, batches }: { disturbances: number; batches: number }): Planned[] {
  const random = new Random(`${seed}/plan`)
  const kinds: (typeof KINDS)[number][] = []
  while (kinds.length < disturbances) kinds.push(...random.shuffle(KINDS))
  const moments = Array.from({ length: disturbances }, () => random.int(1, Math.max(1, Math.floor(batches * 0.9))))
  return moments.sort((a, b) => a - b).map((after, i) => ({ after, disturbance: kinds[i]!(random) }))
}

const nap = (random: Random): number => Math.round(random.between(NAP.least, NAP.most))

export function described(disturbance: Disturbance): string {
  const { kind } = disturbance
  const what = "role" in disturbance ? `${kind} ${disturbance.role}` : kind
  return "ms" in disturbance ? `${what} for ${(disturbance.ms / 1000).toFixed(1)} s` : what
}
