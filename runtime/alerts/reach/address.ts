import ipaddr from "ipaddr.js"

/** Tells which addresses a shop's webhooks may reach: all that are public, and what the operator opened besides. */
export type MayReach = (address: string) => boolean

/**
 * Public means ordinary unicast: nothing private, local, shared, reserved or embedded in such (an IPv4 address mapped
 * into IPv6 is judged as IPv4; those that tunnel or translate to one are refused).
 * @param opened addresses and networks that may be reached though they are not public, e.g. `10.0.0.0/8`
 */
export function publicOr(opened: readonly string[]): MayReach {
  const networks = opened.map(rangeOf)
  return address => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    if (networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))) return true
    return parsed.range() === "unicast" && isGlobal(parsed)
  }
}

function rangeOf(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (network.includes("/")) return ipaddr.parseCIDR(network)
  const address = ipaddr.parse(network)
  return [address, address.kind() === "ipv4" ? 32 : 128]
}

/** Of IPv6, only 2000::/3 is given out; the rest that no register names may become anything. */
function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv4 || address.match(ipaddr.IPv6.parse("2000::"), 3)
}
