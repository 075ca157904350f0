import { createHash } from "node:crypto"
import { readFile, realpath } from "node:fs/promises"
import { dirname, extname, join, sep } from "node:path"

/** What a plugin file is made of. */
export interface Source {
  /** Changes with any of the files. */
  digest: string
  /** The file itself and all that it imports by relative paths, however deep. */
  files: readonly string[]
}

/** The kit belongs to the running process: plugins import it, and bring no other. */
const KIT = join(import.meta.dir, "../../plugins/kit") + sep
const SCRIPT = /\.[cm]?[jt]sx?$/

/** Reads what a file is made of. A file that is not there, or does not parse, is part of the digest as it is. */
export async function sourceOf(path: string): Promise<Source> {
  const files: string[] = []
  const hash = createHash("sha256")
  await follow(path)
  return { digest: hash.digest("hex"), files }

  async function follow(path: string): Promise<void> {
    if (files.includes(path) || path.startsWith(KIT)) return
    files.push(path)
    const text = await readFile(path, "utf8").catch(() => undefined)
    hash.update(`${path}\0${text ?? "absent"}\0`)
    if (text === undefined || !SCRIPT.test(path)) return
    for (const specifier of importsOf(text, path)) await follow(await resolved(specifier, path))
  }
}

/** Relative imports only: packages do not change under a running server. */
function importsOf(text: string, path: string): string[] {
  try {
    const loader = /x$/.test(extname(path)) ? "tsx" : "ts"
    return new Bun.Transpiler({ loader })
      .scanImports(text)
      .map(({ path }) => path)
      .filter(specifier => /^\.{0,2}\//.test(specifier))
  } catch {
    return []
  }
}

/** As the module cache names it; where there is no such file, as it would be if it came. */
async function resolved(specifier: string, importer: string): Promise<string> {
  try {
    return await realpath(Bun.resolveSync(specifier, dirname(importer)))
  } catch {
    return join(dirname(importer), specifier)
  }
}
