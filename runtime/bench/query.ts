import { shareLine } from "../cli/progress.ts"
import { print, thousands } from "../cli/terminal.ts"
import type { Bench, BenchOptions } from "./bench.ts"
import { clockAt } from "./query/clock.ts"
import { fill } from "./query/fill.ts"
import { openPlace, STORES, type StoreName } from "./query/place.ts"
import { type Question, questionsOf } from "./query/questions.ts"
import { type Answered, report } from "./query/report.ts"
import { serveAnswers } from "./query/serve.ts"
import { timed } from "./query/time.ts"
import { writeDown } from "./query/written.ts"
import { shippedMetrics } from "./registry.ts"

const SIZES = [10_000, 1_000_000]

const bench: Bench = {
  name: "query",
  about:
    "p50 and p99 of every endpoint, one question after the other over HTTP, with few and with many events of one day stored",
  async run(options) {
    const answered: Answered[] = []
    let questions: readonly Question[] = []
    for (const name of storesOf(options)) {
      for (const events of options.events ?? SIZES) {
        const asked = await answersOver(name, events, options)
        questions = asked.questions
        answered.push(asked)
      }
    }
    print(report(questions, answered))
  },
}

export default bench

function storesOf({ store = "both" }: BenchOptions): readonly StoreName[] {
  if (store === "both") return STORES
  const name = STORES.find(known => known === store)
  if (name) return [name]
  throw new Error(`--store: expected ${STORES.join(", ")} or both, got ${store}`)
}

async function answersOver(name: StoreName, events: number, { keep, url }: BenchOptions) {
  const registry = await shippedMetrics()
  const place = await openPlace(name, { events, keep, url })
  const { store, title, partitions } = place
  try {
    print(`  ${title}: ${thousands(events)} events …`)
    const progress = fillLine(events)
    await place.copyKept?.(progress.copying)
    const { end, taken } = await fill({ store, registry, events, partitions, onProgress: progress.show })
    progress.end()
    await writeDown(store, end)
    if (taken > 0 || place.copyKept) await place.settle()

    const clock = clockAt(end)
    const served = await serveAnswers(store, registry, clock.now)
    const questions = await questionsOf(registry, store, end)
    const timings = []
    for (const question of questions) timings.push(await timed(question, served, clock))
    await served.stop()
    return { title, events, questions, timings }
  } finally {
    await place.close()
  }
}

/** How many events are there, how fast they are taken in, and how long it will still take. */
function fillLine(events: number) {
  const line = shareLine(process.stderr)
  const began = performance.now()
  return {
    show(taken: number, there: number): void {
      if (taken === 0) return
      const rate = (taken / (performance.now() - began)) * 1_000
      const left = Math.ceil((events - there) / rate / 60)
      line.show(there / events, `${thousands(there)} events  ${thousands(rate)}/s  ${left} min left`)
    },
    copying: (table: string): void => line.show(0, `copies ${table}`),
    end: line.end,
  }
}
