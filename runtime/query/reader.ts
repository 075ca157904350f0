import type { Access, Principal } from "../access/principal.ts"
import { Refusal } from "../errors.ts"

/** @throws Refusal wrong_key_kind for keys that send events: they read nothing */
export function assertReader({ kind }: Principal): void {
  if (kind !== "write" && kind !== "ingest") return
  throw new Refusal(
    "wrong_key_kind",
    `expected a read key (rk_), an admin key (ak_) or a widget token (wt_), got a key of kind ${kind}`,
  )
}

/** Who asks, allowed to read from where it asks. @throws Refusal missing_key | … | wrong_key_kind | origin_not_allowed */
export async function readerOf(
  request: Request,
  access: Pick<Access, "ofRequest" | "checkOrigin">,
): Promise<Principal> {
  const principal = await access.ofRequest(request)
  assertReader(principal)
  access.checkOrigin(principal, request.headers.get("origin"))
  return principal
}

/** As `readerOf`, for what changes the shop. @throws Refusal wrong_key_kind for anything but an admin key */
export async function administratorOf(
  request: Request,
  access: Pick<Access, "ofRequest" | "checkOrigin">,
): Promise<Principal> {
  const principal = await readerOf(request, access)
  if (principal.kind === "admin") return principal
  throw new Refusal("wrong_key_kind", `expected an admin key (ak_), got a key of kind ${principal.kind}`)
}
