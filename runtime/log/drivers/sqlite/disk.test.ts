import { expect, test } from "bun:test"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"

/**
 * The shell makes the system refuse to write files beyond 4 MiB, as a full disk would, and has the child see that as a
 * failed write instead of a signal.
 */
function withSmallDisk(script: string): ReturnType<typeof Bun.spawn> {
  const command = 'trap "" XFSZ; ulimit -f 8192; exec "$0" -e "$1"'
  return Bun.spawn(["/bin/sh", "-c", command, process.execPath, script], { stdout: "pipe", stderr: "inherit" })
}

test("an append the disk has no room for rejects and leaves nothing; the log goes on with what fits", () =>
  withFolder(async folder => {
    const room = JSON.stringify(join(import.meta.dir, "../.."))
    const child = withSmallDisk(`
      const { sqliteLog } = await import(${room} + "/drivers/sqlite.ts")
      const { collect, envelope, idsOf } = await import(${room} + "/testing/envelopes.ts")
      const log = await sqliteLog({ folder: ${JSON.stringify(folder)} })
      const huge = envelope("huge")
      huge.event.query = "x".repeat(8 * 1024 * 1024)
      await log.append([envelope("before")])
      const refused = await log.append([huge]).catch(error => error.message)
      await log.append([envelope("after")])
      console.log(JSON.stringify({ refused, ids: idsOf(await collect(log, 2)), state: await log.state() }))
      await log.close()
    `)
    const answer = JSON.parse(await new Response(child.stdout as ReadableStream).text())
    expect(answer).toEqual({
      refused: expect.stringMatching(/disk/),
      ids: ["before", "after"],
      state: [{ partition: 0, first: 0, end: 2 }],
    })
    expect(await child.exited).toBe(0)
  }))
