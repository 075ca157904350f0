import { Elysia, t } from "elysia"
import { Refusal } from "../errors.ts"
import type { RunningAccess } from "./access.ts"
import { isSameOrigin } from "./origin.ts"
import type { Principal } from "./principal.ts"

/**
 * Who am I, sign in by pasting a key, sign out. The one-time link itself is followed on `/` (`redeemLink`).
 * Refusals are thrown; the app turns them into the envelope.
 */
export function accessRoutes(access: RunningAccess) {
  return new Elysia({ name: "access" })
    .get(
      "/api/session",
      async ({ request, set }) => {
        set.headers["cache-control"] = "no-store"
        return { success: true as const, data: sessionData(access, reader(await access.ofRequest(request))) }
      },
      { detail: { summary: "Who the key or the signed-in browser is", tags: ["Session"] } },
    )
    .post(
      "/api/session",
      async ({ request, body, set }) => {
        ownPagesOnly(request)
        const principal = reader(await access.resolve(body.key))
        if (principal.kind !== "admin" && principal.kind !== "read") throw wrongKind(principal)
        const session = { shop: principal.shop.id, kind: principal.kind, key: principal.keyHash }
        set.headers["set-cookie"] = await access.signIns.startCookie(session, request)
        set.headers["cache-control"] = "no-store"
        return { success: true as const, data: sessionData(access, principal) }
      },
      {
        body: t.Object({ key: t.String({ description: "A read or admin key", examples: ["rk_…"] }) }),
        detail: { summary: "Sign this browser in with a key", tags: ["Session"] },
      },
    )
    .post(
      "/api/session/end",
      ({ request, set }) => {
        ownPagesOnly(request)
        set.headers["set-cookie"] = access.signIns.endCookie(request)
        set.headers["cache-control"] = "no-store"
        return { success: true as const, data: null }
      },
      { detail: { summary: "Sign this browser out", tags: ["Session"] } },
    )
}

/**
 * Follows `GET /?token=…`: the answer that signs the browser in and leads to `/`, or undefined where the link is used
 * up or has expired. A browser that is signed in already is led on. HEAD must not come here: a link preview would use
 * the link up.
 */
export async function redeemLink(
  access: RunningAccess,
  request: Request,
  token: string,
): Promise<Response | undefined> {
  const session = await access.signIns.redeem(token)
  if (!session && !(await access.signIns.sessionOf(request))) return undefined
  const headers = new Headers({ location: "/", "cache-control": "no-store", "referrer-policy": "no-referrer" })
  if (session) headers.set("set-cookie", await access.signIns.startCookie(session, request))
  return new Response(null, { status: 303, headers })
}

function sessionData(access: RunningAccess, { shop, kind }: Principal) {
  const { id, name, currency, timezone } = shop
  const write_key = kind === "widget" ? null : (access.writeKey(id) ?? null)
  return { shop: { id, name, currency, timezone }, kind, write_key }
}

/** Write and ingest keys send events and read nothing. */
function reader(principal: Principal): Principal {
  if (principal.kind === "write" || principal.kind === "ingest") throw wrongKind(principal)
  return principal
}

function wrongKind({ kind }: Principal): Refusal {
  return new Refusal(
    "wrong_key_kind",
    `expected a read key (rk_) or an admin key (ak_), got ${kind === "widget" ? "a widget token" : `a key of kind ${kind}`}`,
  )
}

/** These routes set the cookie, so another site must not be able to call them from its visitors' browsers. */
function ownPagesOnly(request: Request): void {
  if (isSameOrigin(request)) return
  throw new Refusal("origin_not_allowed", "signing in and out works from the dashboard's own origin only")
}
