import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A fresh folder, and what takes it away again. */
export function makeFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "shopstream-test-"))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs a test in a fresh folder that is gone afterwards. @returns what the test returns */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = makeFolder()
  try {
    return await run(folder)
  } finally {
    remove()
  }
}
