import type { CartMove, VisitorSummary } from "./visitor.ts"

/**
 * One cart: what a visitor put in and took out between two purchases. It is the visitor's and not the session's, as
 * shops keep it from visit to visit.
 */
export interface Cart {
  /** Time of its last change, epoch ms. */
  last: number
  /** Whether something was left in it after its last change. */
  holds: boolean
  /** Whether a purchase followed, in whichever session. */
  bought: boolean
}

/** The carts of a visitor, oldest first. */
export function cartsOf({ moves = [], purchases = [] }: VisitorSummary): Cart[] {
  const carts: Cart[] = []
  let from = 0
  for (const { time } of purchases) {
    let to = from
    // At equal times the purchase is of what was put in: nobody fills the next cart in the same millisecond.
    while (to < moves.length && moves[to]!.time <= time) to++
    if (to > from) carts.push(cartOf(moves.slice(from, to), true))
    from = to
  }
  if (from < moves.length) carts.push(cartOf(moves.slice(from), false))
  return carts
}

function cartOf(moves: readonly CartMove[], bought: boolean): Cart {
  const pieces = new Map<string, number>()
  for (const { product, quantity } of moves) {
    const left = quantity === null ? 0 : (pieces.get(product) ?? 0) + quantity
    pieces.set(product, Math.max(0, left))
  }
  return { last: moves.at(-1)!.time, holds: [...pieces.values()].some(left => left > 0), bought }
}
