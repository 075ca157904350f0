/** Who is signed in, as `GET /api/session` says it. */
export interface Session {
  shop: { id: string; name: string; currency: string }
  kind: "read" | "admin" | "widget"
  /** The shop's public write key, for the install snippet. */
  write_key?: string | null
}

/** The server does not know this browser or does not accept the key. `message` is what it said. */
export class SignInNeeded extends Error {
  override name = "SignInNeeded"
}

/**
 * Asks who is signed in: by key where one is given, else by the server's own cookie.
 * @throws SignInNeeded on 401 and 403 @throws Error when there is no usable answer
 */
export async function openSession(server: string, key?: string): Promise<Session> {
  const response = await ask(server, "/api/session", "GET", key)
  const body = await response.json().catch(() => undefined)
  if (response.status === 401 || response.status === 403)
    throw new SignInNeeded(body?.error?.message ?? "The server did not take this key.")
  if (!body?.success) throw new Error(body?.error?.message ?? `The server answered ${response.status}.`)
  return body.data
}

/** Ends the browser's cookie session; a pasted key is only forgotten (`forgetKey`). */
export async function endSession(server: string, key?: string): Promise<void> {
  await ask(server, "/api/session/end", "POST", key)
}

function ask(server: string, path: string, method: string, key?: string): Promise<Response> {
  const headers: HeadersInit = key ? { authorization: `Bearer ${key}` } : {}
  return fetch(`${server}${path}`, { method, headers, cache: "no-store" }).catch(() => {
    throw new Error(`${new URL(server).host} cannot be reached.`)
  })
}

const slot = (server: string) => `shopstream.key ${server}`

/** A pasted key lives as long as its tab. */
export const keptKey = (server: string) => sessionStorage.getItem(slot(server)) ?? undefined
export const keepKey = (server: string, key: string) => sessionStorage.setItem(slot(server), key)
export const forgetKey = (server: string) => sessionStorage.removeItem(slot(server))
