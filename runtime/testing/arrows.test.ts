import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { dirname, join, normalize, relative } from "node:path"
import { Glob } from "bun"

/** The house's import arrows: who may import whom. Held by reading every import statement. */
const root = join(import.meta.dir, "../..")

interface Import {
  file: string
  /** A path from the root, or a package's name. */
  target: string
  typeOnly: boolean
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\bfrom\s+)?["']([^"']+)["']/gm

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), "utf8")
  return [...source.matchAll(STATEMENT)].map(([, type, specifier]) => ({
    file,
    target: specifier!.startsWith(".") ? normalize(join(dirname(file), specifier!)) : specifier!,
    typeOnly: type !== undefined,
  }))
}

/** Shipped sources: no tests, no test harnesses, no build configuration, no galleries. */
const isShipped = (file: string): boolean =>
  !/\.(test|browser|config)\.ts$|node_modules|(^|\/)(dist|testing|gallery|e2e)\//.test(file)

const shipped = (room: string): Import[] =>
  [...new Glob(`${room}/**/*.ts`).scanSync(root)].filter(isShipped).flatMap(importsOf)

const within =
  (...rooms: string[]) =>
  (i: Import) =>
    rooms.some(room => i.target.startsWith(room))
const breaking = (imports: Import[], ...allowed: ((i: Import) => boolean)[]): string[] =>
  imports.filter(i => !allowed.some(rule => rule(i))).map(i => `${i.file} → ${i.target}`)

describe("import arrows", () => {
  test("are read off the sources", () => {
    expect(shipped("runtime").length).toBeGreaterThan(50)
    expect(relative(root, import.meta.path)).toBe("runtime/testing/arrows.test.ts")
  })
  test("sdk imports nothing but itself", () => {
    expect(breaking(shipped("sdk"), within("sdk/"))).toEqual([])
  })
  test("plugins import only the event type, the kit, and what a schema is", () => {
    const eventType = (i: Import) => i.typeOnly && i.target === "sdk/event.ts"
    const schemaTypes = (i: Import) => i.typeOnly && i.target === "@standard-schema/spec"
    expect(breaking(shipped("plugins"), within("plugins/kit/"), eventType, schemaTypes)).toEqual([])
  })
  test("widgets import lit, d3, themselves, and types of the live room", () => {
    const liveTypes = (i: Import) => i.typeOnly && i.target.startsWith("runtime/live/")
    expect(breaking(shipped("widgets"), within("widgets/", "lit", "d3"), liveTypes)).toEqual([])
  })
  test("runtime imports only the kit of the plugins: plugins are found, not listed", () => {
    const ofPlugins = shipped("runtime").filter(within("plugins/"))
    expect(breaking(ofPlugins, within("plugins/kit/"))).toEqual([])
  })
  test("runtime imports of the sdk only its event type", () => {
    const ofSdk = shipped("runtime").filter(within("sdk/"))
    expect(breaking(ofSdk, i => i.target === "sdk/event.ts")).toEqual([])
  })
  test("the fold imports no driver and no I/O", () => {
    const targets = importsOf("runtime/pipeline/fold.ts").map(i => i.target)
    expect(targets.filter(t => t.includes("drivers/") || t.startsWith("node:") || t.startsWith("bun"))).toEqual([])
  })
  test("seams import none of their drivers", () => {
    for (const seam of ["runtime/log/log.ts", "runtime/store/store.ts"]) {
      expect(importsOf(seam).filter(i => i.target.includes("drivers/"))).toEqual([])
    }
  })
})
