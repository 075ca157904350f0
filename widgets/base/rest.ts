import { serverOf, tokenOf } from "./server.ts"

/** The server said no, or nothing usable. `message` is for the reader. */
export class RestError extends Error {
  override name = "RestError"
  constructor(
    message: string,
    /** HTTP status; 0 = the server cannot be reached. */
    readonly status: number,
    readonly code = "",
  ) {
    super(message)
  }
}

export interface RestRequest {
  /** Default `GET`. */
  method?: "GET" | "POST" | "PUT" | "DELETE"
  /** Sent as JSON. */
  body?: unknown
}

/**
 * Asks the server, by key where one is given, else by its own cookie. @returns what stands in the envelope
 * @throws RestError
 */
export async function rest<Data>(
  server: string,
  key: string | undefined,
  path: string,
  { method = "GET", body }: RestRequest = {},
): Promise<Data> {
  const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}
  if (body !== undefined) headers["content-type"] = "application/json"
  const sent = { method, headers, cache: "no-store", body: JSON.stringify(body) } as const
  const response = await fetch(`${server}${path}`, sent).catch(() => {
    throw new RestError(`${new URL(server).host} cannot be reached.`, 0)
  })
  const answer = await response.json().catch(() => undefined)
  if (answer?.success) return answer.data
  const { message = `The server answered ${response.status}.`, code } = answer?.error ?? {}
  throw new RestError(message, response.status, code)
}

/** The same, with the server and the credential that an element has. */
export const ask = <Data>(element: Element & { src?: string; token?: string }, path: string, request?: RestRequest) =>
  rest<Data>(serverOf(element), tokenOf(element), path, request)
