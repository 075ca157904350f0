import type { ShopEvent } from "../../sdk/event.ts"
import { Agenda } from "./agenda.ts"
import { createMint, type Mint } from "./mint.ts"
import type { Random } from "./random.ts"
import { happen, shopper } from "./shopper.ts"
import { ACTS_PER_VISIT, type Act, LONGEST_VISIT_MS, MEAN_PAUSE_MS, VISIT_GAP_MS } from "./visit.ts"

/** At higher rates shoppers hurry instead of becoming more, so that memory stays bounded. */
const MOST_INSIDE = 2000
/** Shoppers at home who may yet come back or send something back; beyond that many, they are forgotten. */
const MOST_AT_HOME = 50_000

interface Presence {
  life: Iterator<Act, void>
  next: Act
}

/** Everybody who is in the shop or may come back to it. Opens with the shoppers who came in before and are still there. */
export class Town {
  readonly #random: Random
  readonly #mint: Mint
  readonly #hurry: number
  readonly #shoppers = new Agenda<Presence>()

  /** `rate`: acts per second to be expected at `opening` (epoch ms). */
  constructor(random: Random, rate: number, opening: number) {
    this.#random = random
    this.#mint = createMint(random.fork())
    this.#hurry = Math.min(1, (1000 * MOST_INSIDE) / (rate * MEAN_PAUSE_MS))
    const arrivalEvery = (1000 * ACTS_PER_VISIT) / rate
    for (let ago = LONGEST_VISIT_MS * this.#hurry; ago > 0; ago -= arrivalEvery) this.#catchUp(opening - ago, opening)
  }

  /** What happens at this moment (epoch ms): whoever is due acts; when nobody is, a new shopper comes in. */
  act(at: number): ShopEvent {
    const presence = this.#shoppers.take(at) ?? this.#arrive(at)
    const event = happen(presence.next.event, at, this.#mint)
    this.#plan(presence, at)
    return event
  }

  #arrive(at: number): Presence {
    const life = shopper(this.#random.fork(), Math.floor(at))
    return { life, next: life.next().value! }
  }

  #plan(presence: Presence, at: number): void {
    const { done, value: next } = presence.life.next()
    if (done) return
    const leaves = next.after >= VISIT_GAP_MS
    if (leaves && this.#shoppers.size >= MOST_AT_HOME) return
    presence.next = next
    this.#shoppers.add(at + (leaves ? next.after : next.after * this.#hurry), presence)
  }

  /** Lives through a visit that began at `arrival` and keeps the shopper only if it goes on after `opening`. */
  #catchUp(arrival: number, opening: number): void {
    const presence = this.#arrive(arrival)
    let at = arrival
    while (at < opening) {
      const { done, value: next } = presence.life.next()
      if (done || next.after >= VISIT_GAP_MS) return
      presence.next = next
      at += next.after * this.#hurry
    }
    this.#shoppers.add(at, presence)
  }
}
