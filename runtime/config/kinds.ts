import { existsSync } from "node:fs"
import { isIP } from "node:net"
import { dirname, join, resolve } from "node:path"
import { NAME } from "../plugins/names.ts"

/**
 * A kind of setting: what may be written, in words, and how the words become a value.
 * `read` answers undefined where the text is not of this kind; the caller names the variable.
 */
export interface Kind<Value> {
  /** Completes the sentence "expected …". */
  expected: string
  read(text: string, cwd: string): Value | undefined
  /** What of a bad value a message may repeat: all of it unless said otherwise. */
  shown?: (text: string) => string
}

/** A whole number between two bounds, both included. */
export function whole(min: number, max: number, unit = ""): Kind<number> {
  const what = unit === "" ? "a whole number" : `a whole number of ${unit}`
  return {
    expected: `${what} from ${min} to ${max}`,
    read: text => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
  }
}

export function oneOf<const Word extends string>(...words: Word[]): Kind<Word> {
  return { expected: words.join(" or "), read: text => words.find(word => word === text) }
}

export const flag: Kind<boolean> = {
  expected: "true or false",
  read: text => ({ true: true, "1": true, false: false, "0": false })[text.toLowerCase()],
}

export const text: Kind<string> = { expected: "text", read: word => word }

/** Text that no message may repeat. */
export const confidentialText: Kind<string> = { ...text, shown: word => `${Buffer.byteLength(word)} bytes` }

/** A file or folder; relative ones stand in the working directory. */
export const path: Kind<string> = {
  expected: "a path",
  read: (word, cwd) => (word.includes("\0") ? undefined : resolve(cwd, word)),
}

const PLUGIN_PACKAGE = /^(@[a-z0-9-]+\/)?shopstream-plugin-[a-z0-9._-]+$/

/** A folder of plugins, or a package of them by its name, as npm installed it here or further up. */
export const pluginFolder: Kind<string> = {
  expected: "a path, or an installed package such as shopstream-plugin-baskets",
  read(word, cwd) {
    const folder = path.read(word, cwd)
    if (folder === undefined || !PLUGIN_PACKAGE.test(word) || existsSync(folder)) return folder
    for (let at = cwd; ; at = dirname(at)) {
      const installed = join(at, "node_modules", word)
      if (existsSync(installed)) return installed
      if (at === dirname(at)) return undefined
    }
  },
}

export const pluginName: Kind<string> = {
  expected: "a plugin's name such as revenue",
  read: word => (NAME.test(word) ? word : undefined),
}

export const hostName: Kind<string> = {
  expected: "a host name or an IP address without a port",
  read: word => (isIP(word) > 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(word) ? word : undefined),
}

/** An address that carries a password, such as `postgres://user:password@host/name`. */
export function url(...schemes: string[]): Kind<string> {
  return {
    expected: `an address that starts with ${schemes.map(scheme => `${scheme}://`).join(" or ")}`,
    shown: word => JSON.stringify(word.replace(/\/\/[^@/]*@/, "//…@")),
    read: word => {
      const parsed = URL.parse(word)
      return parsed && schemes.some(scheme => parsed.protocol === `${scheme}:`) && parsed.host !== "" ? word : undefined
    },
  }
}

/** `https://shop.example` or `http://localhost:3000`, as browsers send it in `Origin`. */
export const origin: Kind<string> = {
  expected: "an origin such as https://dashboard.example",
  read: word => {
    const parsed = URL.parse(word)
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined
    return parsed.pathname === "/" && parsed.search === "" && parsed.hash === "" ? parsed.origin : undefined
  },
}

/** `broker-1:9092`. */
export const broker: Kind<string> = {
  expected: "a broker such as kafka:9092",
  read: word => {
    const port = /^[A-Za-z0-9._-]+:(\d{1,5})$/.exec(word)?.[1]
    return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535 ? word : undefined
  },
}

/** `10.0.0.1`, `10.0.0.0/8` or their IPv6 kin. */
export const address: Kind<string> = {
  expected: "an IP address or a range such as 10.0.0.0/8",
  read: word => {
    const [ip = "", bits, ...rest] = word.split("/")
    const width = { 4: 32, 6: 128 }[isIP(ip)]
    if (width === undefined || rest.length > 0) return undefined
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width) ? word : undefined
  },
}

/** Several of one kind. Empty members are left out, so a trailing separator does no harm. */
export function listOf<Value>(kind: Kind<Value>, separator: "," | ":"): Kind<Value[]> {
  return {
    expected: `${kind.expected}, several separated by "${separator}"`,
    shown: kind.shown,
    read: (word, cwd) => {
      const members = word.split(separator).map(member => member.trim())
      const values = members.filter(member => member !== "").map(member => kind.read(member, cwd))
      return values.every(value => value !== undefined) ? values : undefined
    },
  }
}
