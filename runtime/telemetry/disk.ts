import { statfs } from "node:fs/promises"
import type { Component } from "./readiness.ts"

export interface DiskReport {
  free_bytes: number
}

/** Below this an embedded log or store may soon be unable to write. */
export const LEAST_FREE_BYTES = 500 * 1024 * 1024

/** What is free on a folder's disk; undefined for no folder, or one that cannot be asked about. */
export async function diskReport(folder: string | undefined): Promise<(Component & DiskReport) | undefined> {
  if (folder === undefined) return undefined
  try {
    const { bavail, bsize } = await statfs(folder)
    const free_bytes = bavail * bsize
    if (free_bytes >= LEAST_FREE_BYTES) return { state: "ok", free_bytes }
    return { state: "degraded", free_bytes, todo: "make room, or set SHOPSTREAM_DATA to a folder on a larger disk" }
  } catch {
    return undefined
  }
}
