import { errors, jwtVerify, SignJWT } from "jose"
import { Refusal } from "../errors.ts"

/** What a widget token allows. It is public: anyone who opens the page can read it. */
export interface WidgetGrant {
  shop: string
  /** Metrics it may read, named as in `/api/metrics/{name}`. */
  metrics: readonly string[]
  /** Origins it may be used from; empty = any. */
  origins: readonly string[]
  /** Numbers are rounded to a multiple of this. */
  round?: number
  /** Counts below this are withheld. */
  minimum?: number
  /** Dimension values it is locked to, e.g. `{"country": "DE"}`. */
  filters?: Readonly<Record<string, string>>
}

const AUDIENCE = "widget"

/** The key that signs with `secret`, for `jose`. */
export function signingKey(secret: string): Uint8Array {
  return new TextEncoder().encode(secret)
}

/**
 * A signed widget token: `wt_` and a JWT (HS256).
 * @param expires epoch ms
 */
export async function mintWidgetToken(secret: string, grant: WidgetGrant, expires: number): Promise<string> {
  const jwt = await new SignJWT({ ...grant })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(Math.floor(expires / 1000))
    .sign(signingKey(secret))
  return `wt_${jwt}`
}

/**
 * What a widget token grants, and until when (epoch ms).
 * @throws Refusal bad_token | expired_token
 */
export async function readWidgetToken(
  secret: string,
  token: string,
  now = Date.now(),
): Promise<WidgetGrant & { expires: number }> {
  const options = { algorithms: ["HS256"], audience: AUDIENCE, currentDate: new Date(now), requiredClaims: ["exp"] }
  try {
    const { payload } = await jwtVerify<WidgetGrant & { exp: number }>(token.slice(3), signingKey(secret), options)
    const { shop, metrics, origins, round, minimum, filters, exp } = payload
    return { shop, metrics, origins, round, minimum, filters, expires: exp * 1000 }
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new Refusal("expired_token", "this widget token has expired; make a new one with: shopstream token create")
    }
    throw new Refusal(
      "bad_token",
      "this is no widget token of this installation; make one with: shopstream token create",
    )
  }
}
