import { expect, test } from "bun:test"
import { Remote } from "./remote.ts"

/** A thread that answers `open`, never answers `read`, and dies of `append`. */
const FRAIL = `self.onmessage = ({ data: { call, operation } }) => {
  if (operation === "open") postMessage({ call, value: { id: "id", state: [] } })
  if (operation === "append") throw new Error("out of memory")
}`

function frail(): Remote {
  return new Remote(new Worker(URL.createObjectURL(new Blob([FRAIL]))))
}

test("when the thread dies, calls under way and calls to come reject and say so", async () => {
  const remote = frail()
  expect(await remote.call("open", "path", 1)).toEqual({ id: "id", state: [] })
  const calls = [remote.call("read", 0, 0, 1), remote.call("append", [])]
  for (const outcome of await Promise.allSettled(calls)) {
    expect(outcome).toMatchObject({ status: "rejected", reason: remote.failure })
  }
  await remote.gone
  expect(remote.failure?.message).toContain("restart the process")
  expect(remote.failure?.cause).toContain("out of memory")
  await expect(remote.call("read", 0, 0, 1)).rejects.toBe(remote.failure!)
  remote.terminate()
})

test("ending the thread on purpose is no failure to report", async () => {
  const remote = frail()
  remote.terminate()
  await expect(remote.call("read", 0, 0, 1)).rejects.toThrow("closed")
  expect(await Promise.race([remote.gone.then(() => "gone"), Promise.resolve("quiet")])).toBe("quiet")
})
