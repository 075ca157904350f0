import { nearest } from "./config/nearest.ts"
import { keptSecret, weakness, wellKnown } from "./config/secret.ts"
import { defaultOf, VARIABLES, type Values, type Variable, type VariableName } from "./config/variables.ts"

/** What one process runs with: read once from the environment, frozen, handed down. */
export interface Config {
  environment: "development" | "production"
  /** `0` = any free port. */
  port: number
  host: string
  /** Absolute path. */
  data: string
  /** Empty = the embedded SQLite store. */
  databaseUrl: string
  /** Absent = the embedded SQLite log. */
  kafka?: KafkaSettings
  eventRate: number
  /** Origins of dashboards hosted elsewhere. */
  frontendUrls: string[]
  /** ≥ 32 bytes; signs widget tokens and sign-ins. Development makes one and keeps it in the data folder. */
  secret: string
  /** Extra plugin folders, absolute. */
  plugins: string[]
  /** Names of plugins without which there is no start. */
  pluginsRequired: string[]
  retention: { rawDays: number; minuteDays: number; hourDays: number; dayDays: number }
  /** Events per second; 0 = none. */
  rateLimit: { key: number; address: number }
  trustedProxies: string[]
  /** A MaxMind file; absent = places come from time zones. */
  geoipFile?: string
  /** Dated exchange rates (`query/rates.ts`); empty = money of other currencies stays unconverted. */
  currencyRatesFile: string
  /** Networks that are not public and that webhooks may reach all the same. */
  webhookNetworks: string[]
  /** Mail server for alerts. */
  smtpUrl?: string
  /** Lines to print at start: settings that were made and have no effect yet. */
  notes: string[]
}

/** How the brokers are reached, and what the topic is like when it is made. */
export interface KafkaSettings {
  /** `host:port`. */
  brokers: string[]
  topic: string
  partitions: number
  retentionHours: number
  /** Whether to speak TLS. */
  ssl: boolean
  sasl?: { mechanism: "plain" | "scram-sha-256" | "scram-sha-512"; username: string; password: string }
}

/** What is wrong with the environment: one line per variable, ready to be printed. */
export class ConfigError extends Error {
  override name = "ConfigError"
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"))
  }
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment against the table in `config/variables.ts`; Bun has put `.env` into it by then. In development
 * without a `SHOPSTREAM_SECRET` it also makes the data folder and the secret kept there.
 * @throws ConfigError with every problem found, not only the first
 * @example const config = readConfig(process.env, { cwd: process.cwd() })
 */
export function readConfig(env: Env, { cwd }: { cwd: string }): Config {
  const problems = unknownNames(env)
  const notes: string[] = []
  const environment = env.ENVIRONMENT === "production" ? "production" : "development"

  const values = Object.fromEntries(
    Object.entries<Variable<unknown>>(VARIABLES).map(([name, { kind, pending }]) => {
      const written = env[name]?.trim() ?? ""
      const word = written || defaultOf(name as VariableName, environment)
      if (word === "") return [name, undefined]
      const value = kind.read(word, cwd)
      const shown = kind.shown ?? JSON.stringify
      if (value === undefined) problems.push(`${name}: expected ${kind.expected}, got ${shown(word)}`)
      if (written !== "" && pending) notes.push(`${name} has no effect yet: ${pending} is not built`)
      return [name, value]
    }),
  ) as Values

  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze({
    environment,
    port: values.PORT!,
    host: values.HOST!,
    data: values.SHOPSTREAM_DATA!,
    databaseUrl: values.DATABASE_URL ?? "",
    kafka: kafkaOf(values),
    eventRate: values.EVENT_RATE!,
    frontendUrls: values.FRONTEND_URL ?? [],
    secret: secretOf(values, environment),
    plugins: values.SHOPSTREAM_PLUGINS ?? [],
    pluginsRequired: values.SHOPSTREAM_PLUGINS_REQUIRED ?? [],
    retention: {
      rawDays: values.RETENTION_RAW_DAYS!,
      minuteDays: values.RETENTION_MINUTE_DAYS!,
      hourDays: values.RETENTION_HOUR_DAYS!,
      dayDays: values.RETENTION_DAY_DAYS!,
    },
    rateLimit: { key: values.RATE_LIMIT_KEY!, address: values.RATE_LIMIT_ADDRESS! },
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    geoipFile: values.GEOIP_FILE,
    currencyRatesFile: values.CURRENCY_RATES_FILE ?? "",
    webhookNetworks: values.WEBHOOK_PRIVATE_NETWORKS ?? [],
    smtpUrl: values.SMTP_URL,
    notes,
  })
}

function kafkaOf(values: Values): KafkaSettings | undefined {
  const brokers = values.KAFKA_BOOTSTRAP_SERVERS ?? []
  if (brokers.length === 0) return undefined
  return {
    brokers,
    topic: values.KAFKA_TOPIC!,
    partitions: values.KAFKA_PARTITIONS!,
    retentionHours: values.KAFKA_RETENTION_HOURS!,
    ssl: values.KAFKA_SSL!,
    sasl: saslOf(values),
  }
}

function saslOf(values: Values): KafkaSettings["sasl"] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = values
  if (mechanism === undefined) return undefined
  if (username !== undefined && password !== undefined) return { mechanism, username, password }
  const missing = username === undefined ? "KAFKA_SASL_USERNAME" : "KAFKA_SASL_PASSWORD"
  throw new ConfigError([`${missing}: expected text beside KAFKA_SASL_MECHANISM, got nothing`])
}

function secretOf(
  { SHOPSTREAM_SECRET: secret, SHOPSTREAM_DATA: data }: Values,
  environment: Config["environment"],
): string {
  if (secret !== undefined) {
    const problem = weakness(secret) ?? (environment === "production" ? wellKnown(secret) : undefined)
    if (problem) throw new ConfigError([`SHOPSTREAM_SECRET: ${problem}`])
    return secret
  }
  if (environment === "production") {
    throw new ConfigError([
      "SHOPSTREAM_SECRET: expected at least 32 bytes in production, got nothing; make one with: openssl rand -base64 48",
    ])
  }
  try {
    return keptSecret(data!)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new ConfigError([code ? `SHOPSTREAM_DATA: expected a folder that can be written, got ${message}` : message])
  }
}

/** A misspelt setting of ours would otherwise pass in silence; other programs' variables are none of our business. */
function unknownNames(env: Env): string[] {
  const names = Object.keys(VARIABLES)
  return Object.keys(env)
    .filter(name => /^(SHOPSTREAM|KAFKA|RETENTION|RATE_LIMIT)_/.test(name) && !names.includes(name))
    .filter(name => !SERVICE_LINK.test(name))
    .map(name => {
      const meant = nearest(name, names)
      return `${name}: no such variable${meant ? `; did you mean ${meant}?` : "; see .env.example for all of them"}`
    })
}

/** What Kubernetes sets in every pod when a service is named `kafka` or `shopstream`. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/
