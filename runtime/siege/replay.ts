import type { Principal } from "../access/principal.ts"
import { memoryLog } from "../log/drivers/memory.ts"
import type { Envelope } from "../log/log.ts"
import { startPipeline } from "../pipeline/pipeline.ts"
import type { Registry } from "../pipeline/registry.ts"
import { type Answers, createAnswers } from "../query/answers.ts"
import { memoryStore } from "../store/drivers/memory.ts"
import type { Shop } from "../store/store.ts"

/** Answers of a clean run: the same events, once each, through the reference drivers, and nothing ever dies. */
export async function replay(
  envelopes: readonly Envelope[],
  { shop, registry }: { shop: Shop; registry: Registry },
): Promise<(path: string, params: URLSearchParams) => ReturnType<Answers["answer"]>> {
  const log = memoryLog()
  const store = memoryStore()
  await store.saveShop(shop)
  await log.append(envelopes)
  const { promise: done, resolve } = Promise.withResolvers<void>()
  let left = envelopes.length
  const pipeline = await startPipeline({
    log,
    store,
    registry,
    currencyOf: () => shop.currency,
    clock: Date.now,
    onCommit({ admitted, duplicates, poison }) {
      left -= admitted + duplicates + poison
      if (left === 0) resolve()
    },
    onTrouble(error) {
      throw error
    },
  })
  if (envelopes.length > 0) await done
  await pipeline.stop()
  const retention = { rawDays: 30, minuteDays: 8, hourDays: 365, dayDays: 760 }
  const answers = createAnswers({ store, registry, clock: Date.now, rev: () => "replay:0", retention })
  const principal: Principal = { shop, kind: "admin", origins: [] }
  return (path, params) => answers.answer(principal, path, params)
}
