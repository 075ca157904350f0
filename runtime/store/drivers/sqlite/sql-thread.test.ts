import { expect, test } from "bun:test"
import { join } from "node:path"
import { withFolder } from "../../../testing/folder.ts"
import { CommitUnknown, Fenced } from "../../store.ts"
import { failureOf } from "../../testing/failure.ts"
import { cell, raw, writer } from "../../testing/rows.ts"
import type { ReaderCalls } from "./reader.ts"
import { SqlThread, ThreadEnded } from "./sql-thread.ts"
import { transact } from "./transaction.ts"
import type { WriterCalls } from "./writer.ts"

test("when a thread ends, the calls under way and all later ones reject and say so", () =>
  withFolder(async folder => {
    const thread = await SqlThread.start<WriterCalls>("writer", join(folder, "store.sqlite"))
    await thread.call("begin", writer())
    const underWay = [failureOf(thread.call("fence", undefined, undefined, 1)), failureOf(thread.call("commit", 1))]
    thread.stop()
    for (const failure of [...(await Promise.all(underWay)), await failureOf(thread.call("rollback"))]) {
      expect(failure).toBeInstanceOf(ThreadEnded)
      expect(failure?.message).toContain("the store's writer thread was stopped")
    }
  }))

test("a commit that was under way when the thread ended is CommitUnknown; a step before it is not", () =>
  withFolder(async folder => {
    for (const [last, error] of [
      ["commit", CommitUnknown],
      ["fence", ThreadEnded],
    ] as const) {
      const thread = await SqlThread.start<WriterCalls>("writer", join(folder, `${last}.sqlite`))
      const call = thread.call.bind(thread)
      thread.call = (name, ...args) => {
        const answer = call(name, ...args)
        if (name === last) thread.stop()
        return answer
      }
      const failure = await failureOf(transact(thread, writer(), tx => tx.fence(undefined, 1)))
      expect(failure).toBeInstanceOf(error)
    }
  }))

test("a step that never reached the thread keeps the others from being committed", () =>
  withFolder(async folder => {
    const file = join(folder, "store.sqlite")
    const thread = await SqlThread.start<WriterCalls>("writer", file)
    const failure = await failureOf(
      transact(thread, writer(), async tx => {
        void tx.fence(undefined, 6)
        void tx.saveCells([cell(1, { state: 1n })])
        void tx.deadLetter([{ offset: 0, poison: "{", reason: (() => {}) as never }])
      }),
    )
    expect(failure).toBeInstanceOf(Error)
    const reader = await SqlThread.start<ReaderCalls>("reader", file)
    expect(await reader.call("checkpoint", writer())).toBeUndefined()
    await reader.close()
    await thread.close()
  }))

test("an error in a thread comes back as an error of that call, and the next transaction commits", () =>
  withFolder(async folder => {
    const file = join(folder, "store.sqlite")
    const thread = await SqlThread.start<WriterCalls>("writer", file)
    const timeless = failureOf(transact(thread, writer(), tx => tx.appendRaw([raw(0, "no time")])))
    expect((await timeless)?.message).toContain("NOT NULL constraint failed: events_raw.t")
    expect(await failureOf(transact(thread, writer(), tx => tx.fence(5, 6)))).toBeInstanceOf(Fenced)
    await transact(thread, writer(), tx => tx.fence(undefined, 6))
    const reader = await SqlThread.start<ReaderCalls>("reader", file)
    expect(await reader.call("checkpoint", writer())).toBe(6)
    await reader.close()
    await thread.close()
  }))
