import { Elysia, ValidationError } from "elysia"
import { Refusal, refusalOf } from "../errors.ts"

/**
 * Answers every failure below it with the one envelope `{"success":false,"error":{"code","message","details"}}`:
 * refusals as they are, what Elysia itself throws by its meaning, `unavailable` while the store is away, and anything
 * else as `internal`; of these two only `report` learns the cause. Used twice in one app it works once, so each room may bring it; the first `report` counts.
 *
 * @param report told of errors that are nobody's refusal
 */
export function refusals(report: (error: unknown) => void = console.error) {
  return new Elysia({ name: "refusals" }).onError({ as: "global" }, ({ code, error, request, set }) => {
    const refusal = toRefusal(code, error, request)
    if (refusal.status >= 500 && refusal !== error) report(error)
    set.status = refusal.status
    if (refusal.status === 401) set.headers["www-authenticate"] = "Bearer"
    if (refusal.retryAfter !== undefined) set.headers["retry-after"] = String(refusal.retryAfter)
    return refusal.body()
  })
}

function toRefusal(code: string | number, error: unknown, request: Request): Refusal {
  // An answer of ours that breaks its own schema is our fault.
  if (error instanceof ValidationError && error.type !== "response") return invalid(error)
  if (code === "NOT_FOUND") {
    return new Refusal("not_found", `there is no ${request.method} ${new URL(request.url).pathname}; see /docs`)
  }
  if (code === "PARSE") return new Refusal("malformed_json", "expected a JSON body, got something else")
  return refusalOf(error)
}

/**
 * Names each parameter that is wrong and what is expected of it. (Of a number in a query that is out of range Elysia
 * does not tell the name: rooms check ranges themselves.)
 */
function invalid(error: ValidationError): Refusal {
  const details = error.all.map(part => ({
    parameter: "path" in part ? part.path.slice(1).replaceAll("/", ".") : "",
    message: part.summary ?? "not what is expected",
  }))
  const [first] = details
  const named = first?.parameter ? `${first.parameter}: ${first.message}` : first?.message
  return new Refusal("bad_parameter", named ?? `expected another ${error.type}`, details)
}
