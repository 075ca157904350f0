import { BlockList, isIP, isIPv4, isIPv6 } from "node:net"

/** Proxies whose `X-Forwarded-For` is believed: addresses and ranges, e.g. `10.0.0.0/8`. */
export function trustedProxies(addresses: readonly string[]): BlockList {
  const trusted = new BlockList()
  for (const entry of addresses) {
    const [address, bits] = entry.split("/") as [string, string?]
    const family = isIPv6(address) ? "ipv6" : "ipv4"
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  return trusted
}

/**
 * The address a request came from: the socket's, unless that is a trusted proxy; then the last one in
 * `X-Forwarded-For` that is no trusted proxy. What stands before it was written by the client and proves nothing.
 */
export function clientAddress(socket: string, forwardedFor: string | null, trusted: BlockList): string {
  let address = plain(socket)
  for (const hop of (forwardedFor ?? "").split(",").reverse()) {
    const forwarded = plain(hop.trim())
    if (!isTrusted(address, trusted) || isIP(forwarded) === 0) break
    address = forwarded
  }
  return address
}

/** What a limit per address counts by: one IPv6 customer has a whole /64 of addresses. */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address
  const [head = "", tail] = address.split("::") as [string, string?]
  const groups = head === "" ? [] : head.split(":")
  if (tail !== undefined) {
    const last = tail === "" ? [] : tail.split(":")
    groups.push(...Array.from({ length: 8 - groups.length - last.length }, () => "0"), ...last)
  }
  return groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(":")
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIPv4(address) ? "ipv4" : "ipv6")
}

/** Without a port and brackets; an IPv4 address that a dual-stack socket shows as IPv6 reads as IPv4. */
function plain(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1")
  return bare.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, "")
}
