import { expect, test } from "bun:test"
import { addressBlock, clientAddress, trustedProxies } from "./client-address.ts"

const trusted = trustedProxies(["127.0.0.1", "10.0.0.0/8", "2001:db8:f::/48"])

test("a stranger's forwarding header is not believed", () => {
  expect(clientAddress("203.0.113.5", "198.51.100.1", trusted)).toBe("203.0.113.5")
  expect(clientAddress("127.0.0.1", "198.51.100.1", trustedProxies([]))).toBe("127.0.0.1")
})

test("behind trusted proxies, the last address that is none of them counts", () => {
  expect(clientAddress("127.0.0.1", "198.51.100.1", trusted)).toBe("198.51.100.1")
  expect(clientAddress("::ffff:127.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.3.4", trusted)).toBe("198.51.100.1")
  expect(clientAddress("2001:db8:f::1", "[2001:DB8::7]:443", trusted)).toBe("2001:db8::7")
  expect(clientAddress("10.0.0.1", "198.51.100.1:5678", trusted)).toBe("198.51.100.1")
})

test("what is no address ends the chain", () => {
  expect(clientAddress("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2", trusted)).toBe("10.0.0.2")
  expect(clientAddress("10.0.0.1", null, trusted)).toBe("10.0.0.1")
  expect(clientAddress("", "198.51.100.1", trusted)).toBe("")
})

test("IPv6 counts by its /64, IPv4 by itself", () => {
  expect(addressBlock("203.0.113.5")).toBe("203.0.113.5")
  expect(addressBlock("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2")
  expect(addressBlock("2001:db8:1:2::9")).toBe(addressBlock("2001:0db8:0001:0002:a::1"))
  expect(addressBlock("2001:db8::1")).toBe("2001:db8:0:0")
  expect(addressBlock("::1")).toBe("0:0:0:0")
})
