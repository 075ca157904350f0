/**
 * A MaxMind DB of IPv4 networks, as small as the format allows (https://maxmind.github.io/MaxMind-DB/): a tree of 24-bit
 * records, the data, the metadata. Texts up to 28 bytes, maps up to 28 entries.
 */
export function mmdb(networks: Readonly<Record<string, Value>>): Uint8Array {
  const data: number[] = []
  const nodes: Node[] = [[undefined, undefined]]
  for (const [network, value] of Object.entries(networks)) {
    insert(nodes, network, data.length)
    data.push(...encode(value))
  }
  const count = nodes.length
  const record = (side: Node[0]) => (side === undefined ? count : "node" in side ? side.node : count + 16 + side.data)
  const tree = nodes.flatMap(node => node.map(record)).flatMap(n => [n >>> 16, (n >>> 8) & 255, n & 255])
  const metadata = encode({
    node_count: count,
    record_size: 24,
    ip_version: 4,
    database_type: "Test-City",
    languages: {},
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    description: {},
  })
  const marker = [0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")]
  return new Uint8Array([...tree, ...Array<number>(16).fill(0), ...data, ...marker, ...metadata])
}

type Value = string | number | readonly Value[] | { readonly [key: string]: Value }
type Side = { node: number } | { data: number } | undefined
type Node = [Side, Side]

function insert(nodes: Node[], network: string, data: number): void {
  const [address = "", length] = network.split("/")
  const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
  let at = 0
  for (let depth = 0; depth < Number(length); depth++) {
    const side = (bits >>> (31 - depth)) & 1
    const node = nodes[at]!
    if (depth === Number(length) - 1) node[side] = { data }
    else {
      const next = node[side]
      at = next && "node" in next ? next.node : nodes.push([undefined, undefined]) - 1
      node[side] = { node: at }
    }
  }
}

const TYPE = { text: 2, uint32: 6, map: 7, array: 11 }

function encode(value: Value): number[] {
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value)
    return [(TYPE.text << 5) | bytes.length, ...bytes]
  }
  if (typeof value === "number") {
    return [(TYPE.uint32 << 5) | 4, value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
  }
  if (isList(value)) return [value.length, TYPE.array - 7, ...value.flatMap(encode)]
  const entries = Object.entries(value)
  return [(TYPE.map << 5) | entries.length, ...entries.flatMap(([key, item]) => [...encode(key), ...encode(item)])]
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
