/**
 * A process of its own that appends until it is killed, and prints `call/size` for each call it was promised to be
 * durable. Arguments: folder, name of this life, seed.
 */
import { writeSync } from "node:fs"
import { sqliteLog } from "../drivers/sqlite.ts"
import { envelope } from "./envelopes.ts"

const [folder, life, seed] = process.argv.slice(2) as [string, string, string]
const log = await sqliteLog({ folder, partitions: 2 })
let random = Number(seed)
let calls = 0

function nextBelow(bound: number): number {
  random = (Math.imul(random, 1664525) + 1013904223) >>> 0
  return random % bound
}

async function appendForever(): Promise<void> {
  while (true) {
    const call = `${life}-${calls++}`
    const size = 1 + nextBelow(60)
    const records = Array.from({ length: size }, (_, i) => envelope(`${call}/${size}/${i}`, `visitor-${i % 5}`))
    await log.append(records)
    writeSync(1, `${call}/${size}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, appendForever))
