import type { ShopEvent } from "../../../sdk/event.ts"
import type { Parameter } from "../parameter.ts"
import { EVENT_DIMENSIONS, hasValue, isEventDimension } from "./dimensions.ts"

/** What an event must be to take a step of a funnel. */
export interface FunnelStep {
  /** As it was asked for. */
  name: string
  type: string
  /** All of them must hold. */
  where: readonly { dimension: string; value: string }[]
}

const [FEWEST, MOST] = [2, 8]
const MOST_CONDITIONS = 5
const LONGEST_VALUE = 256

/** An event type, and conditions in brackets, in which a backslash takes the meaning off the character after it. */
const STEP = /([a-z][a-z0-9_]{0,62})(?:\[((?:\\.|[^\]\\])*)\])?(?:,(?!$)|$)/y
const CONDITION = /(?:\\.|[^;\\])+/g

/**
 * Reads a funnel; undefined where it is none.
 * @example readSteps("page_view,product_view[category:Lamps;country:DE],purchase")
 */
export function readSteps(word: string): FunnelStep[] | undefined {
  const steps: FunnelStep[] = []
  STEP.lastIndex = 0
  for (let at = 0; at < word.length; at = STEP.lastIndex) {
    const found = STEP.exec(word)
    const where = found && readConditions(found[2])
    if (!where || steps.length === MOST) return undefined
    steps.push({ name: found[0].replace(/,$/, ""), type: found[1]!, where })
  }
  return steps.length >= FEWEST ? steps : undefined
}

/** Whether the event takes the step. */
export function takes(event: ShopEvent, { type, where }: FunnelStep): boolean {
  return event.event_type === type && where.every(({ dimension, value }) => hasValue(event, dimension, value))
}

/** As a parameter of a question. */
export function funnelSteps(doc: string): Parameter<FunnelStep[]> {
  return {
    read: readSteps,
    expected: () =>
      `${FEWEST} to ${MOST} event types separated by commas, each with conditions if need be, ` +
      `as in page_view,product_view[category:Lamps;country:DE],purchase; of the dimensions ${EVENT_DIMENSIONS.join(", ")}`,
    doc,
    schema: { type: "string", examples: ["page_view,product_view[category:Lamps],purchase"] },
  }
}

function readConditions(text: string | undefined): FunnelStep["where"] | undefined {
  if (text === undefined) return []
  const conditions = (text.match(CONDITION) ?? []).map(readCondition)
  if (conditions.length === 0 || conditions.length > MOST_CONDITIONS) return undefined
  return conditions.every(condition => condition !== undefined) ? conditions : undefined
}

function readCondition(text: string): FunnelStep["where"][number] | undefined {
  const at = text.indexOf(":")
  const dimension = text.slice(0, Math.max(at, 0))
  const value = text.slice(at + 1).replace(/\\(.)/g, "$1")
  return isEventDimension(dimension) && value !== "" && value.length <= LONGEST_VALUE ? { dimension, value } : undefined
}
