import { describe, expect, test } from "bun:test"
import { publicOr } from "./address.ts"

const mayReach = publicOr([])

describe("addresses that webhooks may reach", () => {
  test.each(["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])("%s", address => {
    expect(mayReach(address)).toBe(true)
  })

  test.each([
    ["this host", "0.0.0.0"],
    ["loopback", "127.0.0.1"],
    ["loopback, all of it", "127.255.0.3"],
    ["a private network", "10.1.2.3"],
    ["a private network", "172.31.255.255"],
    ["a private network", "192.168.0.1"],
    ["a cloud's metadata", "169.254.169.254"],
    ["a carrier's shared space", "100.64.0.1"],
    ["benchmarking", "198.18.0.1"],
    ["documentation", "203.0.113.7"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["IPv6 unspecified", "::"],
    ["IPv6 loopback", "::1"],
    ["IPv6 unique local", "fd00::1"],
    ["IPv6 link local", "fe80::1"],
    ["IPv6 site local", "fec0::1"],
    ["IPv6 multicast", "ff02::1"],
    ["IPv4 mapped into IPv6", "::ffff:127.0.0.1"],
    ["IPv4 mapped into IPv6, in hexadecimal", "::ffff:7f00:1"],
    ["IPv4 compatible", "::127.0.0.1"],
    ["IPv4 behind NAT64", "64:ff9b::7f00:1"],
    ["IPv4 in 6to4", "2002:7f00:1::"],
    ["Teredo", "2001::1"],
    ["IPv6 documentation", "2001:db8::1"],
    ["no address", "localhost"],
    ["nothing", ""],
  ])("not %s: %s", (_what, address) => {
    expect(mayReach(address)).toBe(false)
  })

  test("what the operator opened, and nothing beside it", () => {
    const opened = publicOr(["10.0.0.0/8", "::1"])
    expect(["10.9.8.7", "::1", "::ffff:10.0.0.1", "192.168.0.1", "::2"].map(opened)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
