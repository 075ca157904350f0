/**
 * Installs one of Debian's packages, where this is a Debian and this user may.
 * @returns why it could not; undefined where it is installed now
 */
export async function installPackage(name: string, say: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !Bun.which("apt-get")) return `this user cannot install Debian's package ${name} here`
  say(`Installing Debian's package (apt-get install ${name}) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  for (const command of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", name],
  ]) {
    const { exitCode, stderr } = Bun.spawnSync(["apt-get", ...command], { env, stdout: "ignore", stderr: "pipe" })
    if (exitCode !== 0) return `apt-get ${command[0]} failed (${stderr.toString().trim()})`
  }
  return undefined
}
