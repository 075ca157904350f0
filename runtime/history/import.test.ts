import { expect, test } from "bun:test"
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Envelope } from "../log/log.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import { shop } from "../store/testing/rows.ts"
import { withFolder } from "../testing/folder.ts"
import { type ImportReport, importFile } from "./import.ts"
import type { Refused } from "./refusals.ts"
import { type Format, rowsOf } from "./rows.ts"
import { openSource } from "./source.ts"

const line = (i: number, more: object = {}): string =>
  JSON.stringify({ event_type: "page_view", timestamp: "2019-05-01T10:00:00Z", user_id: `visitor_${i}`, ...more })

const reportOf = (file: string): string => `${file}.refused.ndjson`

/** What the report of an import names, in its order. */
function reported(file: string): Refused[] {
  if (!existsSync(reportOf(file))) return []
  return readFileSync(reportOf(file), "utf8")
    .split("\n")
    .filter(text => text !== "")
    .map(text => JSON.parse(text))
}

/** An installation, and imports into it. `failAt`: the append that fails, once. */
function installation(failAt = 0) {
  const store = memoryStore()
  const appended: Envelope[] = []
  const refused: Refused[] = []
  let appends = 0
  const log = {
    async append(envelopes: readonly Envelope[]) {
      if (++appends === failAt) throw new Error("the log went away")
      appended.push(...envelopes)
    },
  }
  const run = (file: string, format: Format, columns = {}, constants = {}): Promise<ImportReport> =>
    importFile({
      ...{ file, format, store, log, shop: shop(), mapping: { columns, constants } },
      ...{ clock: Date.now, report: reportOf(file), onRefused: one => refused.push(one) },
    })
  return { run, appended, refused }
}

const within = (text: string, work: (file: string) => Promise<void>) =>
  withFolder(folder => {
    const file = join(folder, "history")
    writeFileSync(file, text)
    return work(file)
  })

test("a bad line is reported with its number and reason, and its good neighbours are imported, whatever their age", () =>
  within([line(1), "{ half", "", "[]", line(2, { quantity: "many" }), line(3)].join("\n"), async file => {
    const { run, appended, refused } = installation()
    expect(await run(file, "ndjson")).toEqual({ imported: 2, bad: 3, before: 0 })
    expect(appended.map(({ event, source }) => [event.user_id, source])).toEqual([
      ["visitor_1", "server"],
      ["visitor_3", "server"],
    ])
    expect(refused.map(({ line }) => line)).toEqual([2, 4, 5])
    expect(refused[2]).toMatchObject({ code: "invalid_field", reason: expect.stringMatching(/quantity/) })
    expect(reported(file)).toEqual(refused)
  }))

test("a file that was imported is not imported again", () =>
  within([line(1), line(2)].join("\n"), async file => {
    const { run, appended } = installation()
    await run(file, "ndjson")
    expect(await run(file, "ndjson")).toEqual({ imported: 0, bad: 0, before: 2 })
    expect(appended).toHaveLength(2)
  }))

test("an import that was stopped goes on where it was, with the ids that it would have given", () =>
  within(Array.from({ length: 1_300 }, (_, i) => line(i)).join("\n"), async file => {
    const { run, appended } = installation(2)
    expect(await run(file, "ndjson").catch(String)).toMatch(/the log went away/)
    expect(await run(file, "ndjson")).toEqual({ imported: 800, bad: 0, before: 500 })
    const whole = installation()
    await whole.run(file, "ndjson")
    const ids = (envelopes: Envelope[]) => envelopes.map(({ event }) => event.event_id)
    expect(ids(appended)).toEqual(ids(whole.appended))
    expect(new Set(ids(appended)).size).toBe(1_300)
  }))

test("after a wrong mapping the same file is read again, and its events keep their ids", () =>
  within("who,when\nada,2019-05-01T10:00:00Z\n", async file => {
    const { run, appended } = installation()
    const constants = { event_type: "page_view" }
    expect(await run(file, "csv", { who: "user_id" }, constants)).toMatchObject({ imported: 0, bad: 1 })
    expect(await run(file, "csv", { who: "user_id", when: "timestamp" }, constants)).toMatchObject({
      imported: 1,
      before: 0,
    })
    await run(file, "csv", { who: "session_id", when: "timestamp" }, constants)
    expect(new Set(appended.map(({ event }) => event.event_id)).size).toBe(1)
  }))

test("columns of a CSV file fill the fields they are mapped to, as numbers where the event has numbers", () =>
  within(
    'product,when,order,total,sku,country,note\nLamp,2019-05-01T10:00:00Z,A-1,12.50,"lamp, red",DE,x\n,2019-05-01T10:01:00Z,A-2,free,lamp,DE,x\n',
    async file => {
      const { run, appended, refused } = installation()
      const columns = { when: "timestamp", order: "order_id", total: "total_amount", sku: "product.id" }
      const report = await run(file, "csv", { ...columns, country: "location.country" }, { event_type: "purchase" })
      expect(report).toEqual({ imported: 1, bad: 1, before: 0 })
      expect(appended[0]!.event).toMatchObject({
        ...{ event_type: "purchase", order_id: "A-1", total_amount: 12.5, timestamp: "2019-05-01T10:00:00.000Z" },
        ...{ product: { id: "lamp, red" }, location: { country: "DE" } },
      })
      expect(refused).toEqual([{ line: 3, code: "invalid_field", reason: expect.stringMatching(/total_amount/) }])
    },
  ))

test("a CSV record that cannot be read is reported in its turn, and those around it are imported", () =>
  within(
    `user_id,timestamp\n${Array.from({ length: 9 }, (_, i) => `u${i},${i === 4 ? '2019"x"' : "2019-05-01T10:00:00Z"}`).join("\n")}\n`,
    async file => {
      const lines: number[] = []
      for await (const { line } of rowsOf(openSource(file), "csv")) lines.push(line)
      expect(lines).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
      const { run, refused } = installation()
      expect(await run(file, "csv", {}, { event_type: "page_view" })).toMatchObject({ imported: 8, bad: 1 })
      expect(refused.map(({ line }) => line)).toEqual([6])
    },
  ))

test("imported events reach the log of an installation", () =>
  within(line(1), async file => {
    const log = memoryLog()
    const mapping = { columns: {}, constants: {} }
    const format = "ndjson" as const
    await importFile({
      file,
      format,
      store: memoryStore(),
      log,
      shop: shop(),
      mapping,
      clock: Date.now,
      report: reportOf(file),
    })
    expect((await log.state()).map(({ end }) => end)).toEqual([1])
  }))

test("an event that the collector would refuse by its size or its depth is refused, and so is a line without end", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })
  const tooDeep = line(2, { product: nested(8) })
  const tooLarge = line(3, {
    items: Array.from({ length: 199 }, () => ({ product: { id: "x".repeat(120), name: "y".repeat(99) } })),
  })
  const lines = [line(1), tooDeep, tooLarge, line(4, { query: "x".repeat(2 ** 21) }), `${"[".repeat(1e5)}`, line(6)]
  return within(lines.join("\n"), async file => {
    const { run, appended } = installation()
    expect(await run(file, "ndjson")).toEqual({ imported: 2, bad: 4, before: 0 })
    expect(appended.map(({ event }) => event.user_id)).toEqual(["visitor_1", "visitor_6"])
    expect(reported(file)).toEqual([
      { line: 2, code: "event_too_deep", reason: expect.stringMatching(/at most 8 levels/) },
      { line: 3, code: "event_too_large", reason: expect.stringMatching(/at most 32768 bytes/) },
      { line: 4, reason: expect.stringMatching(/at most 1048576 bytes/) },
      { line: 5, reason: expect.stringMatching(/at most 8 levels/) },
    ])
  })
})

test("a column of JSON is held to the same depth", () => {
  const deep = `${"[".repeat(1e5)}${"]".repeat(1e5)}`
  return within(`user_id,timestamp,items\nada,2019-05-01T10:00:00Z,"${deep}"\n`, async file => {
    const { run, refused } = installation()
    expect(await run(file, "csv", {}, { event_type: "page_view" })).toMatchObject({ imported: 0, bad: 1 })
    expect(refused[0]?.reason).toMatch(/items/)
  })
})

test("after a stop, the report names each refused line once and in order", () =>
  within(Array.from({ length: 1_300 }, (_, i) => (i % 100 === 7 ? "{" : line(i))).join("\n"), async file => {
    const { run } = installation(2)
    await run(file, "ndjson").catch(String)
    // As a crash leaves it, between the report and the checkpoint: a line beyond, and half of one.
    appendFileSync(reportOf(file), `${JSON.stringify({ line: 508, reason: "" })}\n{"line":6`)
    expect(await run(file, "ndjson")).toMatchObject({ bad: 8, before: 500 })
    expect(reported(file).map(({ line }) => line)).toEqual(Array.from({ length: 13 }, (_, i) => i * 100 + 8))
  }))

test("characters that no database holds are replaced, as the collector does it", () =>
  within(line(1, { query: "a\0b\ud800" }), async file => {
    const { run, appended } = installation()
    await run(file, "ndjson")
    expect(appended[0]!.event.query).toBe("a\ufffdb\ufffd")
  }))

test("a compressed file is imported like the text in it, and one that was cut off fails in one line", () =>
  withFolder(async folder => {
    const file = join(folder, "history.ndjson.gz")
    const whole = Bun.gzipSync(Array.from({ length: 50 }, (_, i) => line(i)).join("\n"))
    writeFileSync(file, whole)
    expect(await installation().run(file, "ndjson")).toMatchObject({ imported: 50, bad: 0 })
    writeFileSync(file, whole.slice(0, -20))
    expect(await installation().run(file, "ndjson").catch(String)).toMatch(/history.ndjson.gz.*whole gzip file/)
  }))

test("who sent an event is what the record says, else the server, and nobody else", () =>
  within([line(1, { sent_by: "browser" }), line(2), line(3, { sent_by: "me" })].join("\n"), async file => {
    const { run, appended, refused } = installation()
    await run(file, "ndjson")
    expect(appended.map(({ source }) => source)).toEqual(["browser", "server"])
    expect(refused).toEqual([{ line: 3, reason: 'expected sent_by to be browser or server, got "me"' }])
  }))

test("a CSV record that does not end is named where it begins, and what follows is not taken for records", () => {
  const rows = ["user_id,timestamp,query", "ada,2019-05-01T10:00:00Z,x", 'bob,2019-05-01T10:00:00Z,"y']
  return within(`${rows.join("\n")}\n${"cy,2019-05-01T10:00:00Z,z\n".repeat(100_000)}`, async file => {
    const { run, appended, refused } = installation()
    expect(await run(file, "csv", {}, { event_type: "search" })).toEqual({ imported: 1, bad: 1, before: 0 })
    expect(appended.map(({ event }) => event.user_id)).toEqual(["ada"])
    expect(refused).toEqual([
      { line: 3, reason: expect.stringMatching(/quotation mark left open\? .* not read from here on/) },
    ])
  })
})
