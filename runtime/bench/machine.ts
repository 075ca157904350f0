import { cpus, totalmem } from "node:os"

/** What the numbers were measured on, in one line; a number without it says little. */
export async function machine(): Promise<string> {
  const processors = cpus()
  return [
    processors[0]?.model.trim() || "unknown CPU",
    `${processors.length} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${process.arch}`,
    `bun ${Bun.version}`,
    `commit ${await commit()}`,
  ].join(", ")
}

async function commit(): Promise<string> {
  const git = (...args: string[]) =>
    Bun.$`git ${args}`
      .cwd(import.meta.dir)
      .quiet()
      .nothrow()
      .text()
  const head = (await git("rev-parse", "--short", "HEAD")).trim()
  const changed = (await git("status", "--porcelain", "--untracked-files=no")).trim() !== ""
  return head === "" ? "unknown" : `${head}${changed ? " with changes" : ""}`
}
