/** Ids of the processes that a process has started, as `ps` tells. */
export function processesUnder(parent: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-A", "-o", "pid=,ppid="])
  return stdout
    .toString()
    .trim()
    .split("\n")
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid!)
}
