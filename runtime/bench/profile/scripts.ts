import { readFile } from "node:fs/promises"

/** A CPU profile as `bun --cpu-prof` writes it: samples of the stack, none while nothing is done. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
}

/** Where the main thread of a process was, in shares of the samples. */
export interface Whereabouts {
  /** By folder of ours, or by package. */
  rooms: [name: string, share: number][]
  functions: [name: string, share: number][]
}

export async function whereabouts(file: string): Promise<Whereabouts> {
  const { nodes, samples } = JSON.parse(await readFile(file, "utf8")) as CpuProfile
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const rooms = new Map<string, number>()
  const functions = new Map<string, number>()
  for (const id of samples) {
    const { functionName, url, lineNumber } = frames.get(id)!
    const room = roomOf(url)
    const name = `${functionName || "(anonymous)"}  ${url === "" ? room : `${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`}`
    rooms.set(room, (rooms.get(room) ?? 0) + 1)
    functions.set(name, (functions.get(name) ?? 0) + 1)
  }
  return { rooms: shares(rooms, samples.length), functions: shares(functions, samples.length) }
}

/** @example roomOf("file:///…/node_modules/kafkajs/src/protocol/encoder.js") // "kafkajs" */
function roomOf(url: string): string {
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (dependency) return dependency
  const [, room] = /\/(runtime\/[^/]+|plugins\/[^/]+|sdk)\//.exec(url) ?? []
  return room ?? "the engine (JSON, strings, garbage collection, sockets)"
}

const shares = (seen: Map<string, number>, total: number): [string, number][] =>
  [...seen].map(([name, samples]): [string, number] => [name, samples / total]).sort(([, a], [, b]) => b - a)
