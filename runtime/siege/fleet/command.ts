import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const CLI = join(import.meta.dir, "../../cli/shopstream.ts")

export interface Keys {
  shop: string
  write: string
  ingest: string
  read: string
  admin: string
}

/** Makes a shop as an operator would: by the command, beside the running fleet. */
export async function createShop(name: string, env: Readonly<Record<string, string>>): Promise<Keys> {
  const data = await mkdtemp(join(tmpdir(), "shopstream-command-"))
  const { PATH, HOME } = process.env
  const run = Bun.spawn([process.execPath, CLI, "shop", "create", name, "--json"], {
    cwd: data,
    env: { PATH, HOME, ...env, SHOPSTREAM_DATA: data, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [out, error, code] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
    run.exited,
  ])
  await rm(data, { recursive: true, force: true })
  if (code !== 0) throw new Error(`shopstream shop create exited with ${code}: ${error}`)
  return JSON.parse(out) as Keys
}
