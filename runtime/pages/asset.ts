import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress, gzip, constants as zlib } from "node:zlib"

/** One file as it is served: its bytes in every encoding, made once. */
export interface Asset {
  type: string
  etag: string
  cacheControl: string
  bytes: { identity: Uint8Array<ArrayBuffer>; gzip: Uint8Array<ArrayBuffer>; br: Uint8Array<ArrayBuffer> }
}

/** How long a browser may use a file without asking. */
export const CACHE = {
  /** The address holds a hash of the content. */
  forever: "public, max-age=31536000, immutable",
  /** The address stays while the content changes: a fix reaches every storefront within minutes. */
  minutes: "public, max-age=300, stale-while-revalidate=86400",
  /** Asked every time, answered with 304 where nothing changed. */
  ask: "no-cache",
} as const

const compress = { gzip: promisify(gzip), br: promisify(brotliCompress) }

/** Compresses off the main thread. Quality 9 takes a tenth of the time of 11 and gives 2 to 4 % larger files. */
export async function makeAsset(
  content: string | Uint8Array<ArrayBuffer>,
  type: string,
  cacheControl: string,
): Promise<Asset> {
  const identity = typeof content === "string" ? new TextEncoder().encode(content) : content
  const [gzipped, brotli] = await Promise.all([
    compress.gzip(identity, { level: 9 }),
    compress.br(identity, {
      params: { [zlib.BROTLI_PARAM_QUALITY]: 9, [zlib.BROTLI_PARAM_SIZE_HINT]: identity.length },
    }),
  ])
  const etag = createHash("sha256").update(identity).digest("base64url").slice(0, 22)
  return { type, etag, cacheControl, bytes: { identity, gzip: gzipped, br: brotli } }
}

/**
 * The answer to GET or HEAD: the best encoding the client takes, or 304 where it has the content already.
 * @param headers security headers of the page, or CORS of a script
 */
export function serve(request: Request, asset: Asset, headers: Record<string, string>): Response {
  const encoding = negotiate(request.headers.get("accept-encoding"))
  const etag = `"${asset.etag}${encoding === "identity" ? "" : `-${encoding}`}"`
  const common = { ...headers, etag, "cache-control": asset.cacheControl, vary: "accept-encoding" }
  if (holds(request.headers.get("if-none-match"), asset)) return new Response(null, { status: 304, headers: common })

  const bytes = asset.bytes[encoding]
  return new Response(request.method === "HEAD" ? null : bytes, {
    headers: {
      ...common,
      "content-type": asset.type,
      "content-length": `${bytes.length}`,
      ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
    },
  })
}

function negotiate(accepted: string | null): keyof Asset["bytes"] {
  const offers = new Set(
    (accepted ?? "")
      .split(",")
      .filter(offer => !/;\s*q=0(\.0*)?\s*$/.test(offer))
      .map(offer => offer.split(";")[0]!.trim().toLowerCase()),
  )
  if (offers.has("br")) return "br"
  return offers.has("gzip") ? "gzip" : "identity"
}

/** The content is what counts: a copy in another encoding is the same content. */
function holds(ifNoneMatch: string | null, { etag }: Asset): boolean {
  if (ifNoneMatch === null) return false
  const tags = ifNoneMatch.split(",").map(tag =>
    tag
      .trim()
      .replace(/^W\//, "")
      .replace(/^"|(-gzip|-br)?"$/g, ""),
  )
  return tags.includes("*") || tags.includes(etag)
}
