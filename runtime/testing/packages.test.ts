import { beforeAll, describe, expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dir, "../..")

interface Manifest {
  name: string
  exports: Record<string, string | Record<string, string>>
}

const published = ["sdk", "plugins", "widgets"]
const manifestOf = (folder: string): Promise<Manifest> => Bun.file(join(root, folder, "package.json")).json()

/** Runs a command in a package's folder; what it printed when it failed. */
async function failureOf(folder: string, ...command: string[]): Promise<string | undefined> {
  const child = Bun.spawn(command, { cwd: join(root, folder), stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return code === 0 ? undefined : out + error
}

describe.each(published)("the package in %s", folder => {
  beforeAll(async () => {
    expect(await failureOf(folder, "npx", "tsup")).toBeUndefined()
  }, 180_000)

  test("has every file that its exports map names", async () => {
    const { exports } = await manifestOf(folder)
    const targets = Object.values(exports).flatMap(target =>
      typeof target === "string" ? target : Object.values(target),
    )
    expect(targets.length).toBeGreaterThan(0)
    for (const target of targets.filter(target => !target.includes("*"))) {
      expect(existsSync(join(root, folder, target)), target).toBe(true)
    }
  })

  test("can be imported by its name, by Node, from what was built", async () => {
    const { name } = await manifestOf(folder)
    const script = `const all = await import(${JSON.stringify(name)}); if (Object.keys(all).length === 0) throw new Error("exports nothing")`
    expect(await failureOf(folder, "node", "--input-type=module", "--eval", script)).toBeUndefined()
  })

  test("gives TypeScript users its types", async () => {
    const { exports } = await manifestOf(folder)
    const { types } = exports["."] as { types: string }
    const check = ["npx", "tsc", "--noEmit", "--strict", "--target", "es2023", "--lib", "es2023,dom,dom.iterable"]
    const resolve = ["--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"]
    expect(await failureOf(folder, ...check, ...resolve, types)).toBeUndefined()
  }, 60_000)
})
