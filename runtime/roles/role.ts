import { type Config, ConfigError } from "../config.ts"

/** What a process may be: one step of the walk, to be run as often as needed, or all of them. */
export const ROLES = ["all", "collector", "worker", "api"] as const

export type Role = (typeof ROLES)[number]

/** The steps that a role does. */
export function partsOf(role: Role): { collector: boolean; worker: boolean; api: boolean } {
  const does = (part: Role): boolean => role === "all" || role === part
  return { collector: does("collector"), worker: does("worker"), api: does("api") }
}

/** What a role shares with other processes, so that it cannot be the embedded kind. */
const SHARED: Record<Role, readonly ("KAFKA_BOOTSTRAP_SERVERS" | "DATABASE_URL")[]> = {
  all: [],
  collector: ["KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL"],
  worker: ["KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL"],
  // It reads numbers and never the log, so a small shop may add one to a single process with an embedded log.
  api: ["DATABASE_URL"],
}

/** @throws ConfigError, one line, where the role needs what is not set */
export function assertPossible(role: Role, { kafka, databaseUrl }: Pick<Config, "kafka" | "databaseUrl">): void {
  const isSet = { KAFKA_BOOTSTRAP_SERVERS: kafka !== undefined, DATABASE_URL: databaseUrl !== "" }
  const missing = SHARED[role].filter(name => !isSet[name])
  if (missing.length === 0) return
  throw new ConfigError([
    `--role ${role}: expected ${missing.join(" and ")} to be set, because what is embedded lives in one process; set ${missing.length > 1 ? "them" : "it"}, or start with --role all`,
  ])
}
