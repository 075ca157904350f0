import { randomUUID } from "node:crypto"
import { type JWTPayload, jwtVerify, SignJWT } from "jose"
import { hostOf, isHttps } from "./origin.ts"
import { signingKey } from "./tokens.ts"

/** What a signed-in browser may see. `key` is the hash of the key that was pasted, where one was. */
export interface Session {
  shop: string
  kind: "read" | "admin"
  key?: string
}

const LINK_SECONDS = 60 * 60
const SESSION_SECONDS = 30 * 24 * 60 * 60

/** One-time links and the cookie they are traded for. Times come from `now`, epoch ms. */
export interface SignIns {
  /** A token for `/?token=…`: good for an hour, and once. */
  mintLink(shop: string): Promise<string>
  /** Uses a link up. Undefined where it was used, has expired, or is older than this process. */
  redeem(token: string): Promise<Session | undefined>
  /** The `Set-Cookie` that starts a session of 30 days. */
  startCookie(session: Session, request: Request): Promise<string>
  /** The `Set-Cookie` that ends it. */
  endCookie(request: Request): string
  /** The session of a request's cookie and when it ends (epoch ms); undefined where there is no valid one. */
  sessionOf(request: Request): Promise<(Session & { expires: number }) | undefined>
}

export function createSignIns(secret: string, now: () => number = Date.now): SignIns {
  const key = signingKey(secret)
  // Used links are remembered in memory only, so one minted before this process began could have been used already.
  const began = now()
  const used = new Map<string, number>()

  function sign(audience: string, claims: JWTPayload, seconds: number): Promise<string> {
    const jwt = new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setAudience(audience)
    return jwt.setExpirationTime(Math.floor(now() / 1000) + seconds).sign(key)
  }

  async function verify<Claims>(audience: string, jwt: string): Promise<(Claims & { exp: number }) | undefined> {
    const options = { algorithms: ["HS256"], audience, currentDate: new Date(now()), requiredClaims: ["exp"] }
    return jwtVerify<Claims & { exp: number }>(jwt, key, options).then(
      ({ payload }) => payload,
      () => undefined,
    )
  }

  return {
    mintLink: shop => sign("sign-in", { shop, jti: randomUUID(), minted: now() }, LINK_SECONDS),

    async redeem(token) {
      const link = await verify<{ shop: string; jti: string; minted: number }>("sign-in", token)
      if (!link || link.minted < began || used.has(link.jti)) return undefined
      for (const [jti, expires] of used) if (expires < now()) used.delete(jti)
      used.set(link.jti, link.exp * 1000)
      return { shop: link.shop, kind: "admin" }
    },

    async startCookie({ shop, kind, key }, request) {
      return cookie(request, await sign("session", { shop, kind, key }, SESSION_SECONDS), SESSION_SECONDS)
    },

    endCookie: request => cookie(request, "", 0),

    async sessionOf(request) {
      const jwt = readCookie(request)
      const session = jwt ? await verify<Session>("session", jwt) : undefined
      return session && { shop: session.shop, kind: session.kind, key: session.key, expires: session.exp * 1000 }
    },
  }
}

/** Cookies are shared by all ports of a host, so the name carries the port: two installations do not sign each other out. */
function cookieName(request: Request): string {
  const port = /:(\d+)$/.exec(hostOf(request))?.[1]
  return port ? `shopstream_session_${port}` : "shopstream_session"
}

function cookie(request: Request, value: string, seconds: number): string {
  const attributes = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isHttps(request) ? "; Secure" : ""}`
  return `${cookieName(request)}=${value}; ${attributes}`
}

function readCookie(request: Request): string | undefined {
  const name = `${cookieName(request)}=`
  const pair = request.headers
    .get("cookie")
    ?.split("; ")
    .find(pair => pair.startsWith(name))
  return pair?.slice(name.length)
}
