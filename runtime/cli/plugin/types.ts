import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { OWN_WIDGETS } from "../../pages/plugin-widgets.ts"
import { OWN_PLUGINS } from "../../plugins.ts"
import type { CheckVerdict } from "./verdict.ts"

const name = "types"

/** Type-checks plugins and their tests against the kit of this runtime. @param files absolute, TypeScript only */
export async function checkTypes(folder: string, files: readonly string[]): Promise<CheckVerdict> {
  if (files.length === 0) return { name, outcome: "skipped", detail: "no file is written in TypeScript" }
  const compiler = resolved("typescript/bin/tsc")
  if (!compiler) return { name, outcome: "skipped", detail: "TypeScript is not installed here; npm i -D typescript" }
  const scratch = await mkdtemp(join(tmpdir(), "shopstream-types-"))
  try {
    const project = join(scratch, "tsconfig.json")
    await writeFile(project, JSON.stringify(projectOf(files)))
    const child = Bun.spawn([process.execPath, compiler, "--project", project, "--pretty", "false"], {
      cwd: folder,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    })
    const [said, code] = await Promise.all([new Response(child.stdout).text(), child.exited])
    return code === 0 ? { name, outcome: "passed" } : { name, outcome: "failed", detail: said.trim() }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

function projectOf(files: readonly string[]) {
  const bunTypes = resolved("@types/bun/package.json")
  return {
    compilerOptions: {
      ...{
        target: "ES2023",
        lib: ["ES2023", "DOM", "DOM.Iterable"],
        module: "Preserve",
        moduleResolution: "bundler",
        noEmit: true,
      },
      ...{ strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true, allowImportingTsExtensions: true },
      ...(bunTypes && { typeRoots: [dirname(dirname(bunTypes))], types: ["bun"] }),
      paths: {
        "@shopstream/plugins": [join(OWN_PLUGINS, "kit/index.ts")],
        "@shopstream/plugins/testing": [join(OWN_PLUGINS, "kit/testing/index.ts")],
        "@shopstream/widgets": [OWN_WIDGETS],
      },
    },
    files,
  }
}

function resolved(module: string): string | undefined {
  try {
    return Bun.resolveSync(module, import.meta.dir)
  } catch {
    return undefined
  }
}
