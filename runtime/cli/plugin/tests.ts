import { join, relative } from "node:path"
import { counted } from "../doctor/finding.ts"
import type { CheckVerdict } from "./verdict.ts"

const KIT_MODULES = join(import.meta.dir, "kit-modules.ts")

/** Runs the author's tests, each file in the folder they were written for. @param files absolute */
export async function checkTests(folder: string, files: readonly string[]): Promise<CheckVerdict[]> {
  const name = "tests"
  if (files.length === 0) return [{ name, outcome: "skipped", detail: "there are none beside the plugins" }]
  const paths = files.map(file => `./${relative(folder, file)}`)
  const child = Bun.spawn([process.execPath, "test", "--preload", KIT_MODULES, ...paths], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  })
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code === 0) return [{ name: `tests: ${counted(paths.length, "file")}`, outcome: "passed" }]
  return [{ name, outcome: "failed", detail: (stderr + stdout).trim() }]
}
