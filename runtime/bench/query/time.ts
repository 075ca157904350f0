import { percentile } from "../bench.ts"
import type { Clock } from "./clock.ts"
import type { Question } from "./questions.ts"
import type { Served } from "./serve.ts"

/** How often each question is asked, after some times that are not counted: the first ones pay for compilers and caches. */
const TIMES = { most: 200, atLeast: 10, warmUp: 20 }
/** A slow question is asked as often as fits in here, ms. */
const PATIENCE = 1_500

/** How long the answers to one question took, ms. */
export interface Timing {
  asked: number
  p50: number
  p99: number
  /** How many of them were refused, because they would have taken longer than their budget. */
  refused: number
}

/** @throws Error for an answer that is neither one nor such a refusal */
export async function timed(
  { name, paths, anew }: Question,
  { ask }: Pick<Served, "ask">,
  clock: Clock,
): Promise<Timing> {
  const took: number[] = []
  let [refused, asks] = [0, 0]
  async function once(i: number): Promise<number> {
    clock.set(anew ? -asks++ : 0)
    const began = performance.now()
    const { status, body } = await ask(paths[i % paths.length]!)
    const ms = performance.now() - began
    if (status !== 200 && status !== 422) throw new Error(`${name}: expected an answer, got ${status} ${body}`)
    if (status === 422) refused++
    return ms
  }
  const giveUpAt = performance.now() + PATIENCE
  const isLate = () => performance.now() > giveUpAt
  for (let i = 0; i < TIMES.warmUp && !isLate(); i++) await once(i)
  refused = 0
  for (let i = 0; i < TIMES.most && !(i >= TIMES.atLeast && isLate()); i++) took.push(await once(i))
  took.sort((a, b) => a - b)
  return { asked: took.length, p50: percentile(took, 0.5), p99: percentile(took, 0.99), refused }
}
