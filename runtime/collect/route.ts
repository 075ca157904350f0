import { Elysia } from "elysia"
import type { Access } from "../access/principal.ts"
import type { Config } from "../config.ts"
import { Refusal } from "../errors.ts"
import { refusals } from "../http/errors.ts"
import type { Log } from "../log/log.ts"
import { watchBots } from "./bots/watch.ts"
import { trustedProxies } from "./client-address.ts"
import { ANY_ORIGIN, PREFLIGHT } from "./cors.ts"
import { documentation } from "./openapi.ts"
import { openPlaces } from "./place/places.ts"
import { RateLimit } from "./rate-limit.ts"
import { type Collector, receive, type Tail } from "./receive.ts"

const PATH = "/v1/events"
const METHODS = "POST, OPTIONS"

export interface CollectOptions {
  log: Log
  access: Access
  /** Events per second, 0 = no limit. Default none. */
  rateLimit?: Config["rateLimit"]
  /** Addresses and ranges whose `X-Forwarded-For` is believed. Default none. */
  trustedProxies?: readonly string[]
  /** A MaxMind file for the places of visitors. Default none: by time zone. */
  geoipFile?: string
  /** In `production` bots are kept out of the numbers; else, and by default, they are only told apart. */
  environment?: Config["environment"]
  /** Epoch ms. Default the system's. */
  clock?: () => number
  /** True from the moment the server stops taking events. */
  draining?: () => boolean
  /** Called with the outcome of each request once its events are durable; must not throw. */
  onTail?: (tail: Tail) => void
  /** Told what hides behind a 500 or 503. Default `console.error`. */
  report?: (error: unknown) => void
}

/**
 * The collector: `POST /v1/events` takes batches of events and answers 202 once they are durable in the log.
 *
 * @example new Elysia().use(collect({ log, access, rateLimit: config.rateLimit })).listen(config.port)
 */
export function collect(options: CollectOptions) {
  const clock = options.clock ?? Date.now
  const limits = options.rateLimit ?? { key: 0, address: 0 }
  const collector: Collector = {
    log: options.log,
    access: options.access,
    perKey: new RateLimit("key", limits.key, clock),
    perAddress: new RateLimit("address", limits.address, clock),
    trusted: trustedProxies(options.trustedProxies ?? []),
    places: openPlaces(options.geoipFile),
    bots: watchBots(options.environment === "production"),
    clock,
    draining: options.draining ?? (() => false),
    onTail: options.onTail ?? (() => {}),
    report: options.report ?? console.error,
  }
  return (
    new Elysia()
      .use(refusals(options.report))
      .onBeforeHandle(({ set }) => {
        Object.assign(set.headers, ANY_ORIGIN)
      })
      // The body is read here and not by Elysia: bounded, unpacked, and whatever its content type says.
      .post(
        PATH,
        async ({ request, server, set }) => {
          const answer = await receive(request, server?.requestIP(request)?.address ?? "", collector)
          set.status = answer.status
          return answer.body
        },
        { parse: "none", detail: documentation },
      )
      .options(
        PATH,
        ({ set }) => {
          Object.assign(set.headers, PREFLIGHT)
          set.status = 204
        },
        { detail: { hide: true } },
      )
      .all(
        PATH,
        ({ request, set }) => {
          set.headers.allow = METHODS
          throw new Refusal("method_not_allowed", `expected POST ${PATH}, got ${request.method}`)
        },
        { parse: "none", detail: { hide: true } },
      )
  )
}
