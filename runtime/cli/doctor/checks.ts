import { access, constants, mkdir, stat, statfs } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "../../config.ts"
import { LEAST_FREE_BYTES } from "../../telemetry/disk.ts"
import { thousands } from "../terminal.ts"
import { counted, type Finding } from "./finding.ts"

export async function dataFolder({ data }: Config): Promise<Finding> {
  const name = "Data folder"
  try {
    await mkdir(data, { recursive: true })
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK)
    return { name, found: data }
  } catch (error) {
    const todo = `let this user write there, or set SHOPSTREAM_DATA to another folder (${(error as Error).message})`
    return { name, found: `${data} cannot be written`, todo }
  }
}

export async function diskSpace({ data }: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(data)
  const found = `${thousands((bavail * bsize) / 1024 / 1024)} MiB free`
  const enough = bavail * bsize >= LEAST_FREE_BYTES
  return { name: "Disk space", found, todo: enough ? undefined : "make room, or set SHOPSTREAM_DATA to a larger disk" }
}

/** Whoever reads these files can sign tokens and read every number. */
export async function privateFiles({ data }: Config): Promise<Finding> {
  const files = ["secret", "keys.json"].map(file => join(data, file))
  const modes = await Promise.all(
    files.map(file =>
      stat(file).then(
        ({ mode }) => mode,
        () => 0,
      ),
    ),
  )
  const open = files.filter((_, n) => (modes[n]! & 0o077) !== 0)
  return open.length === 0
    ? { name: "Secrets", found: "readable by their owner only" }
    : { name: "Secrets", found: `${open.join(" and ")} can be read by others`, todo: `chmod 600 ${open.join(" ")}` }
}

/** @param held whether a running server has the log, which only one process can */
export async function embeddedLog({ data }: Config, held: boolean): Promise<Finding> {
  const name = "Log"
  if (held) return { name, found: "embedded, in use by the running server" }
  const { sqliteLog } = await import("../../log/drivers/sqlite.ts")
  try {
    const opened = await sqliteLog({ folder: data })
    try {
      const states = await opened.state()
      const events = states.reduce((sum, { first, end }) => sum + end - first, 0)
      return { name, found: `embedded, readable; ${counted(events, "event")} kept` }
    } finally {
      await opened.close()
    }
  } catch (error) {
    return { name, found: "cannot be read", todo: (error as Error).message }
  }
}

export async function plugins({ plugins }: Config): Promise<Finding> {
  const { loadPlugins } = await import("../../plugins.ts")
  const loaded = await loadPlugins([join(import.meta.dir, "../../../plugins"), ...plugins])
  const found = `${counted(loaded.plugins.length, "plugin")}, ${loaded.failures.length} failing`
  return { name: "Plugins", found, todo: loaded.failures.length > 0 ? "see: shopstream plugin list" : undefined }
}
