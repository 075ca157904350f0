import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { ShopEvent } from "../../../sdk/event.ts"
import { type Actor, createFunnelCount } from "./count.ts"
import { readSteps } from "./steps.ts"

const START = Date.parse("2025-01-15T10:00:00Z")

interface Happening {
  event_type: string
  session_id: string
  user_id?: string
  /** Seconds after the start. */
  second: number
  country: string
}

const eventOf = ({ second, country, ...happening }: Happening, i: number): ShopEvent => ({
  ...{ event_id: `e${i}`, timestamp: new Date(START + second * 1_000).toISOString(), location: { country } },
  ...happening,
})

function counted(history: readonly Happening[], word: string, per: Actor, within = Number.POSITIVE_INFINITY) {
  const funnel = createFunnelCount({ steps: readSteps(word)!, per, within: within * 1_000 })
  for (const event of history.map(eventOf)) funnel.add(event)
  return funnel.steps()
}

/** Tries every way there is through every actor's events. */
function bruteForce(history: readonly Happening[], word: string, per: Actor, within: number) {
  const steps = word.split(",").map(text => {
    const [, type, country] = /^(\w+)(?:\[country:(\w+)\])?$/.exec(text)!
    return (one: Happening) => one.event_type === type && (country === undefined || one.country === country)
  })
  const actorOf = ({ session_id, user_id }: Happening) => (per === "session" ? session_id : (user_id ?? session_id))
  const canReach = (events: readonly Happening[], step: number, from: number, began?: number): number => {
    if (step === steps.length) return step
    const ways = events.flatMap((event, i) => {
      const first = began ?? event.second
      if (i < from || !steps[step]!(event) || event.second - first > within) return []
      return canReach(events, step + 1, i + 1, first)
    })
    return Math.max(step, ...ways)
  }
  const actors = [...new Set(history.map(actorOf))]
  const depths = actors.map(actor =>
    canReach(
      history.filter(one => actorOf(one) === actor),
      0,
      0,
    ),
  )
  return steps.map((takes, i) => ({
    events: history.filter(takes).length,
    reached: depths.filter(depth => depth > i).length,
  }))
}

const TYPES = ["page_view", "product_view", "purchase"]
const COUNTRIES = ["DE", "FR"]
const happening: fc.Arbitrary<Happening> = fc.record(
  {
    event_type: fc.constantFrom(...TYPES),
    session_id: fc.constantFrom("s1", "s2", "s3"),
    user_id: fc.constantFrom("ada", "bob"),
    second: fc.nat({ max: 12 }),
    country: fc.constantFrom(...COUNTRIES),
  },
  { requiredKeys: ["event_type", "session_id", "second", "country"] },
)
const history = fc.array(happening, { maxLength: 24 }).map(all => all.toSorted((a, b) => a.second - b.second))
const step = fc
  .tuple(fc.constantFrom(...TYPES), fc.option(fc.constantFrom(...COUNTRIES)))
  .map(([type, country]) => (country === null ? type : `${type}[country:${country}]`))
const funnel = fc.array(step, { minLength: 2, maxLength: 5 }).map(steps => steps.join())

describe("a funnel of any events", () => {
  test("counts for every history what trying all ways comes to, repeated steps and time limits included", () => {
    const limit = fc.constantFrom(0, 1, 3, 6, 100)
    fc.assert(
      fc.property(history, funnel, fc.constantFrom("session", "visitor"), limit, (events, word, per, within) => {
        expect(counted(events, word, per, within)).toEqual(bruteForce(events, word, per, within))
      }),
      { numRuns: 2_000 },
    )
  })

  test("never grows from one step to the next", () => {
    fc.assert(
      fc.property(history, funnel, (events, word) => {
        const reached = counted(events, word, "session").map(({ reached }) => reached)
        expect(reached).toEqual(reached.toSorted((a, b) => b - a))
      }),
    )
  })

  const at = (second: number, event_type: string, session_id = "s1"): Happening => {
    return { event_type, session_id, second, country: "DE" }
  }

  test("wants its steps in their order", () => {
    const events = [at(1, "purchase"), at(2, "page_view")]
    expect(counted(events, "page_view,purchase", "session")).toEqual([
      { events: 1, reached: 1 },
      { events: 1, reached: 0 },
    ])
  })

  test("wants an event of its own for each of two equal steps", () => {
    const word = "page_view,page_view"
    expect(counted([at(1, "page_view")], word, "session")[1]!.reached).toBe(0)
    expect(counted([at(1, "page_view"), at(1, "page_view")], word, "session")[1]!.reached).toBe(1)
  })

  test("counts who began again in time, though the first beginning was too early", () => {
    const events = [at(0, "page_view"), at(50, "page_view"), at(60, "purchase")]
    expect(counted(events, "page_view,purchase", "session", 20)[1]!.reached).toBe(1)
    expect(counted([events[0]!, events[2]!], "page_view,purchase", "session", 20)[1]!.reached).toBe(0)
  })
})
