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
  /** Empty = the embedded SQLite log. */
  kafkaBrokers: string[]
  eventRate: number
  /** Origins of dashboards hosted elsewhere. */
  frontendUrls: string[]
  /** ≥ 32 bytes; signs widget tokens and sign-ins. Development makes one and keeps it in the data folder. */
  secret: string
  /** Extra plugin folders, absolute. */
  plugins: string[]
  retention: { rawDays: number; minuteDays: number; hourDays: number; dayDays: number }
  /** Events per second; 0 = none. */
  rateLimit: { key: number; address: number }
  trustedProxies: string[]
}
