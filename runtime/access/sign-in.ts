import { jwtVerify, SignJWT } from "jose"
import { type ClaimLink, createLinks } from "./links.ts"
import { hostOf, isHttps } from "./origin.ts"
import { signingKey } from "./tokens.ts"

/** What a signed-in browser may see. `key` is the hash of the key that was pasted, where one was. */
export interface Session {
  shop: string
  kind: "read" | "admin"
  key?: string
}

const AUDIENCE = "session"
const SESSION_SECONDS = 30 * 24 * 60 * 60

/** One-time links and the cookie they are traded for. Times come from `now`, epoch ms. */
export interface SignIns {
  /** A token for `/?token=…`: good in every process of the installation, for an hour, and once. */
  mintLink(shop: string): string
  /** Uses a link up. Undefined where it was used, has expired, or is not of this installation. */
  redeem(token: string): Promise<Session | undefined>
  /** The `Set-Cookie` that starts a session of 30 days. */
  startCookie(session: Session, request: Request): Promise<string>
  /** The `Set-Cookie` that ends it. */
  endCookie(request: Request): string
  /** The session of a request's cookie and when it ends (epoch ms); undefined where there is no valid one. */
  sessionOf(request: Request): Promise<(Session & { expires: number }) | undefined>
}

/** @param claim keeps a link from being used twice, in whatever process */
export function createSignIns(secret: string, claim: ClaimLink, now: () => number = Date.now): SignIns {
  const signing = signingKey(secret)
  const links = createLinks(secret, claim, now)

  return {
    mintLink: links.mint,

    async redeem(token) {
      const shop = await links.redeem(token)
      return shop === undefined ? undefined : { shop, kind: "admin" }
    },

    async startCookie({ shop, kind, key }, request) {
      const jwt = new SignJWT({ shop, kind, key }).setProtectedHeader({ alg: "HS256" }).setAudience(AUDIENCE)
      jwt.setExpirationTime(Math.floor(now() / 1000) + SESSION_SECONDS)
      return cookie(request, await jwt.sign(signing), SESSION_SECONDS)
    },

    endCookie: request => cookie(request, "", 0),

    async sessionOf(request) {
      const jwt = readCookie(request)
      if (!jwt) return undefined
      const options = {
        algorithms: ["HS256"],
        audience: AUDIENCE,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      }
      try {
        const { payload } = await jwtVerify<Session & { exp: number }>(jwt, signing, options)
        return { shop: payload.shop, kind: payload.kind, key: payload.key, expires: payload.exp * 1000 }
      } catch {
        // Expired, or of another installation on this host and port: this browser is simply not signed in.
        return undefined
      }
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
