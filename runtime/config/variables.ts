import {
  address,
  broker,
  confidentialText,
  flag,
  hostName,
  type Kind,
  listOf,
  oneOf,
  origin,
  path,
  pluginFolder,
  pluginName,
  text,
  url,
  whole,
} from "./kinds.ts"

export type Environment = "development" | "production"

export interface Variable<Value> {
  kind: Kind<Value>
  /** As it would be written; one per environment where they differ. Empty = unset. */
  default: string | Record<Environment, string>
  /** One line for `.env.example` and the docs. */
  doc: string
  /** Which commands or roles it changes. */
  where: string
  /**
   * The feature behind it, where that is not built yet: it runs, and says that the setting has no effect. A setting
   * without which it would be something else than was asked for must not be pending.
   */
  pending?: string
}

/** Keeps the value's type while the whole table stays one plain object. */
function variable<Value>(kind: Kind<Value>, rest: Omit<Variable<Value>, "kind">): Variable<Value> {
  return { kind, ...rest }
}

const days = whole(1, 36_500, "days")

/** Everything that can be set, in the order of `.env.example`. A variable that is not here does not exist. */
export const VARIABLES = {
  ENVIRONMENT: variable(oneOf("development", "production"), {
    default: "development",
    doc: "production refuses to start on a missing or well-known secret and turns rate limits on",
    where: "every command",
  }),
  PORT: variable(whole(0, 65_535), {
    default: "8000",
    doc: "HTTP and WebSocket; 0 takes any free port and prints it",
    where: "start, demo",
  }),
  HOST: variable(hostName, {
    default: "127.0.0.1",
    doc: "address to listen on; 0.0.0.0 opens it to the network",
    where: "start, demo",
  }),
  SHOPSTREAM_DATA: variable(path, {
    default: ".shopstream",
    doc: "folder of the embedded log and store, of keys.json and of the development secret",
    where: "every command",
  }),
  SHOPSTREAM_SECRET: variable(confidentialText, {
    default: "",
    doc: "signs widget tokens and sign-ins, at least 32 bytes; development makes one, production requires one",
    where: "start, demo, token create; all processes of an installation need the same",
  }),
  SHOPSTREAM_PLUGINS: variable(listOf(pluginFolder, ":"), {
    default: "",
    doc: 'extra plugin folders or installed shopstream-plugin-… packages, separated by ":"',
    where: "start, demo, plugin",
  }),
  SHOPSTREAM_PLUGINS_REQUIRED: variable(listOf(pluginName, ","), {
    default: "",
    doc: "names of metrics, alerts and channels without which nothing starts, comma-separated",
    where: "start, demo",
  }),
  EVENT_RATE: variable(whole(0, 100_000, "events per second"), {
    default: "100",
    doc: "demo traffic in events per second; 0 for none",
    where: "demo",
  }),
  FRONTEND_URL: variable(listOf(origin, ","), {
    default: "",
    doc: "origins of dashboards hosted elsewhere, comma-separated",
    where: "role api",
  }),
  RETENTION_RAW_DAYS: variable(days, { default: "30", doc: "days to keep raw events", where: "role worker" }),
  RETENTION_MINUTE_DAYS: variable(days, { default: "8", doc: "days to keep numbers per minute", where: "role worker" }),
  RETENTION_HOUR_DAYS: variable(days, { default: "365", doc: "days to keep numbers per hour", where: "role worker" }),
  RETENTION_DAY_DAYS: variable(days, { default: "760", doc: "days to keep numbers per day", where: "role worker" }),
  RATE_LIMIT_KEY: variable(whole(0, 10_000_000, "events per second"), {
    default: { development: "0", production: "20000" },
    doc: "events per second for one key; 0 for no limit",
    where: "role collector",
  }),
  RATE_LIMIT_ADDRESS: variable(whole(0, 10_000_000, "events per second"), {
    default: { development: "0", production: "1000" },
    doc: "events per second from one address; 0 for no limit",
    where: "role collector",
  }),
  TRUSTED_PROXIES: variable(listOf(address, ","), {
    default: "",
    doc: "proxies whose forwarding headers are believed, comma-separated addresses or ranges",
    where: "roles collector and api",
  }),
  DATABASE_URL: variable(url("postgres", "postgresql"), {
    default: "",
    doc: "PostgreSQL or TimescaleDB; empty means the embedded store",
    where: "every command",
  }),
  KAFKA_BOOTSTRAP_SERVERS: variable(listOf(broker, ","), {
    default: "",
    doc: "brokers, comma-separated; empty means the embedded log",
    where: "roles collector and worker, dead-letters",
  }),
  KAFKA_TOPIC: variable(text, {
    default: "ecommerce-events",
    doc: "made when missing",
    where: "Kafka",
  }),
  KAFKA_PARTITIONS: variable(whole(1, 1000), {
    default: "3",
    doc: "partitions of the topic; a changed count is refused until the old ones are drained",
    where: "Kafka",
  }),
  KAFKA_RETENTION_HOURS: variable(whole(1, 100_000, "hours"), {
    default: "168",
    doc: "hours the topic keeps events",
    where: "Kafka",
  }),
  KAFKA_SSL: variable(flag, { default: "false", doc: "speak TLS to the brokers", where: "Kafka" }),
  KAFKA_SASL_MECHANISM: variable(oneOf("plain", "scram-sha-256", "scram-sha-512"), {
    default: "",
    doc: "how to log in to the brokers; empty for not at all",
    where: "Kafka",
  }),
  KAFKA_SASL_USERNAME: variable(text, { default: "", doc: "who logs in", where: "Kafka" }),
  KAFKA_SASL_PASSWORD: variable(confidentialText, {
    default: "",
    doc: "and with what",
    where: "Kafka",
  }),
  GEOIP_FILE: variable(path, {
    default: "",
    doc: "MaxMind file that turns addresses into countries and cities",
    where: "role collector",
  }),
  CURRENCY_RATES_FILE: variable(path, {
    default: "",
    doc: "dated exchange rates, CSV with the header date,from,to,rate or JSON, that convert into the shop's currency",
    where: "roles worker and api",
  }),
  SMTP_URL: variable(url("smtp", "smtps"), {
    default: "",
    doc: "mail server for alerts; ?from=alerts@shop.example says who mails are from",
    where: "roles worker and api",
  }),
  WEBHOOK_PRIVATE_NETWORKS: variable(listOf(address, ","), {
    default: "",
    doc: "private addresses or ranges that webhooks may reach; empty means public ones only",
    where: "roles worker and api",
  }),
}

export type VariableName = keyof typeof VARIABLES

/** What each variable reads as; undefined where it is unset and has no default. */
export type Values = {
  [Name in VariableName]: (typeof VARIABLES)[Name] extends Variable<infer Value> ? Value | undefined : never
}

export function defaultOf(name: VariableName, environment: Environment): string {
  const written: Variable<unknown>["default"] = VARIABLES[name].default
  return typeof written === "string" ? written : written[environment]
}
