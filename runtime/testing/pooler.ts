import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { installPackage } from "../../deploy/local/debian.ts"
import { freePort } from "../../deploy/local/free-port.ts"

/** PgBouncer before a database, in transaction mode, as hosted databases offer it. */
export interface Pooler {
  /** The database's URL by way of the pooler. */
  url: string
  stop(): Promise<void>
}

const PROGRAM = "pgbouncer"
const STARTS_WITHIN = 10_000

/** @returns why there can be none here; undefined where it is installed, or could be */
export async function missingPooler(): Promise<string | undefined> {
  if (Bun.which(PROGRAM)) return undefined
  const complaint = await installPackage(PROGRAM, line => console.error(line))
  return complaint && `no PgBouncer found, and ${complaint}; install pgbouncer`
}

/** Puts a pooler before a database that lets anybody in. Transactions of all its clients share a few connections. */
export async function startPooler(database: string): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), "shopstream-pooler-"))
  const { hostname, port, pathname, username } = new URL(database)
  const at = freePort()
  const settings = join(folder, "pgbouncer.ini")
  await writeFile(
    settings,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${port} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${at}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
max_client_conn = 200
`,
  )
  // It refuses to run as root.
  const as = process.getuid?.() === 0 ? ["setpriv", "--reuid=nobody", "--clear-groups"] : []
  if (as.length > 0) Bun.spawnSync(["chown", "-R", "nobody", folder])
  const child = Bun.spawn([...as, Bun.which(PROGRAM)!, "-q", settings], { stdio: ["ignore", "ignore", "ignore"] })
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL")
    await child.exited
    await rm(folder, { recursive: true, force: true })
  }
  const giveUpAt = performance.now() + STARTS_WITHIN
  while (!(await isOpen(at))) {
    if (child.exitCode === null && performance.now() < giveUpAt) continue
    await stop()
    throw new Error(`PgBouncer did not open port ${at} within ${STARTS_WITHIN / 1000} s`)
  }
  return { url: Object.assign(new URL(database), { port: String(at) }).href, stop }
}

async function isOpen(port: number): Promise<boolean> {
  await Bun.sleep(20)
  return Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } }).then(
    socket => {
      socket.end()
      return true
    },
    () => false,
  )
}
