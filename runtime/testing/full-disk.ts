/** Only Linux lets another process's limits be changed. */
export const canFillDisks = Bun.which("prlimit") !== null

/** Put before a command, so that a write beyond the limit fails, as on a full disk, instead of ending the process. */
export const SURVIVES_FULL_DISK = ["/bin/sh", "-c", 'trap "" XFSZ; exec "$@"', "sh"]

/** From now on the system refuses whatever the process would write to its files, as a full disk does. */
export const fillDisk = (pid: number): void => limitFiles(pid, "4096")

/** The process may write again. */
export const freeDisk = (pid: number): void => limitFiles(pid, "unlimited")

function limitFiles(pid: number, bytes: string): void {
  const { exitCode, stderr } = Bun.spawnSync(["prlimit", `--pid=${pid}`, `--fsize=${bytes}:unlimited`])
  if (exitCode !== 0) throw new Error(`prlimit failed: ${stderr}`)
}
