import { expect, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { history } from "../../../plugins/kit/testing/arbitrary.ts"
import type { ShopEvent } from "../../../sdk/event.ts"
import { everyStore } from "../../backfill/testing/stage.ts"
import { accept } from "../../collect/accept.ts"
import type { Envelope } from "../../log/log.ts"
import { loadPlugins, OWN_PLUGINS } from "../../plugins.ts"
import type { Store } from "../../store/store.ts"
import { shop } from "../../store/testing/rows.ts"
import { withFolder } from "../../testing/folder.ts"
import { importFile } from "../import.ts"
import type { Format } from "../rows.ts"
import { installationWith } from "../testing/installation.ts"
import { exportEvents } from "./events.ts"
import { writeFileWhole } from "./sink.ts"

const plugins = (await loadPlugins([OWN_PLUGINS])).plugins.map(({ plugin }) => plugin)
const NOW = Date.UTC(2026, 2, 2)
const EVER = { shop: shop().id, from: 0, to: Date.UTC(2100, 0) }

/** What spreadsheets, CSV readers and JSON readers trip over. */
const awkward = fc.constantFrom("=1+1", "'=1", " a ", 'a "b"', "a,b", "a\r\nb", "007", "-5", "true", "{}", "ünï😀")

const told = fc.record(
  {
    query: awkward,
    coupon: awkward,
    campaign: fc.record({
      source: fc.constantFrom("News.Example", "Google"),
      medium: fc.constantFrom("CPC", "referral"),
    }),
    page: fc.record({
      url: fc.constant("https://shop.example/?utm_source=Letter"),
      referrer: fc.constant("https://www.google.com/"),
    }),
    properties: fc.dictionary(awkward, fc.oneof(awkward, fc.boolean(), fc.constant(null), fc.integer())),
  },
  { requiredKeys: [] },
)

/** A history as the log has it: what the collector took from browsers and servers. */
const envelopes: fc.Arbitrary<Envelope[]> = history(30).chain(events =>
  fc
    .tuple(...events.map(() => fc.tuple(told, fc.constantFrom("browser" as const, "server" as const))))
    .map(more => events.flatMap((event, i) => taken({ ...event, ...more[i]![0] }, more[i]![1]))),
)

function taken(event: ShopEvent, source: Envelope["source"]): Envelope[] {
  const now = { receivedAt: NOW, received_at: new Date(NOW).toISOString() }
  const result = accept(structuredClone(event), { shop: shop(), source, ...now, skew: 0 })
  return "event" in result ? [result] : []
}

test.each<[Format, string]>([
  ["ndjson", "events.ndjson"],
  ["csv", "events.csv.gz"],
])("an exported %s file that is imported elsewhere gives the same number of every metric", async (format, name) => {
  await fc.assert(
    fc.asyncProperty(envelopes, async envelopes => {
      const here = installationWith(plugins)
      await here.log.append(envelopes)
      await here.fold()
      await withFolder(async folder => {
        const file = join(folder, name)
        await writeFileWhole(file, exportEvents({ store: here.store, query: EVER, format }))
        const there = installationWith(plugins)
        const options = { mapping: { columns: {}, constants: {} }, report: `${file}.refused`, clock: () => NOW }
        const report = await importFile({ ...options, file, format, shop: shop(), log: there.log, store: there.store })
        expect(report).toEqual({ imported: envelopes.length, bad: 0, before: 0 })
        await there.fold()
        expect(await there.numbers()).toEqual(await here.numbers())
      })
    }),
    { numRuns: 30 },
  )
})

for (const [name, open] of Object.entries(await everyStore("export"))) {
  test(`on ${name}, pages of events come in the order of their own time, each once, and nothing of another time or shop`, () =>
    open(store => assertOrderly(store)))
}

async function assertOrderly(store: Store): Promise<void> {
  const { log, fold } = installationWith([], store)
  const at = (i: number) => new Date(Date.UTC(2026, 2, 1) + ((i * 7_919) % 2_500) * 1_000).toISOString()
  await log.append(
    Array.from({ length: 2_500 }, (_, i) => ({
      ...{ shop: i % 100 === 0 ? "other" : "demo", source: "browser" as const, received_at: at(0) },
      event: { event_id: `${i}`, event_type: "page_view", timestamp: at(i), user_id: `u${i % 9}` },
    })),
  )
  await fold()
  const shares: [number, number][] = []
  const query = { ...EVER, from: Date.UTC(2026, 2, 1) + 60_000 }
  let text = ""
  for await (const piece of exportEvents({ store, query, format: "ndjson", onProgress: (...of) => shares.push(of) })) {
    text += piece
  }
  const times = text
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line).timestamp)
  const wanted = Array.from({ length: 2_500 }, (_, i) => i)
    .filter(i => i % 100 !== 0)
    .map(at)
    .sort()
  expect(times).toEqual(wanted.filter(time => Date.parse(time) >= query.from))
  expect(shares.map(([events]) => events)).toEqual([1_000, 2_000, times.length])
}

test("a file appears whole or not at all, and one that was there stays until then", () =>
  withFolder(async folder => {
    const file = join(folder, "events.ndjson")
    writeFileSync(file, "before\n")
    async function* failing() {
      yield "half"
      throw new Error("the store went away")
    }
    expect(await writeFileWhole(file, failing()).catch(String)).toMatch(/the store went away/)
    expect(await Bun.file(file).text()).toBe("before\n")
    expect(await Bun.file(`${file}.part`).exists()).toBe(false)
  }))
