import { StoreAway } from "./store/store.ts"

/**
 * The one table of what can go wrong in an answer. A message says what was expected, what came and what to do; the code
 * is what programs compare. Verdicts on single events use the codes of `collect/verdict.ts`.
 */
const TABLE = {
  bad_request: 400,
  bad_parameter: 400,
  malformed_json: 400,
  nothing_accepted: 400,
  missing_key: 401,
  unknown_key: 401,
  revoked_key: 401,
  bad_token: 401,
  expired_token: 401,
  wrong_key_kind: 403,
  origin_not_allowed: 403,
  metric_not_allowed: 403,
  not_found: 404,
  unknown_metric: 404,
  method_not_allowed: 405,
  too_large: 413,
  too_many_events: 413,
  too_deep: 413,
  too_much_to_read: 422,
  rate_limited: 429,
  internal: 500,
  not_durable: 503,
  draining: 503,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof TABLE

export interface ErrorBody {
  success: false
  error: { code: ErrorCode; message: string; details?: unknown }
}

/** An error that has an answer: thrown anywhere below a route, turned into the envelope by `http.ts`. */
export class Refusal extends Error {
  override name = "Refusal"
  readonly status: number
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
    /** Seconds to wait before trying again, sent as `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.status = TABLE[code]
  }
  body(): ErrorBody {
    return {
      success: false,
      error: {
        code: this.code,
        message: this.message,
        ...(this.details === undefined ? {} : { details: this.details }),
      },
    }
  }
}

/**
 * The refusal for any error: itself where it is one, `unavailable` while the store is away, else `internal`, which shows
 * nothing of its cause. What is 500 or above is for the caller to report.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof StoreAway) {
    const message =
      "the database cannot be reached right now; try again in a few seconds, and see /ready if it stays away"
    return new Refusal("unavailable", message, undefined, 2)
  }
  return new Refusal("internal", "something went wrong on our side; try again, and tell us if it stays")
}
