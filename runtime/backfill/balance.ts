import { additive } from "../../plugins/kit/aggregate/additive.ts"
import { Deltas } from "../pipeline/deltas.ts"
import type { AnyEntityMetric } from "../pipeline/entities.ts"
import { cellsOf, type Slice } from "../pipeline/slice.ts"
import { MINUTE, type Span } from "../store/calendar.ts"
import type { CellId, Entity, Held, Minute, State } from "../store/store.ts"
import { tooManyCells } from "./refusal.ts"
import { MOST_CELLS } from "./save.ts"

/** What entities contribute to a metric in a span of event time, less what its cells hold. */
export class Balance {
  /** Entities taken in, and those of them that contribute within the span. */
  read = 0
  counted = 0
  readonly #deltas = new Deltas()
  readonly #within: AnyEntityMetric
  /** Of which hours, or parts of one, some cell no longer knows the minutes. */
  readonly #hours = new Set<string>()

  /** @param hourOf the minute that an hour of the shop, or its part within one day, begins with */
  constructor(
    readonly metric: AnyEntityMetric,
    readonly span: Span,
    readonly hourOf: (shop: string, minute: Minute) => Minute,
  ) {
    this.#within = this.#blindOutside()
  }

  /** The last error of the metric; what it threw on contributes nothing. */
  get failure(): string | undefined {
    return this.#deltas.failures.get(this.metric.name)
  }

  addContributions(entities: readonly Entity[]): void {
    this.read += entities.length
    for (const entity of entities) this.#deltas.addChange(this.#within, entity, undefined)
    this.#assertSavable()
  }

  takeAway(cells: readonly Held[]): void {
    const { negate } = additive(this.metric.unit)
    for (const { grain, state, ...cell } of cells) {
      if (!this.#covers(cell.minute * MINUTE)) continue
      if (grain === "hour") this.#hours.add(placeOf(cell))
      this.#add(cell, negate(state))
    }
    this.#assertSavable()
  }

  /** What is left, hours as a whole where their minutes are not known; empty where cells and entities agree. */
  rest(): Slice[] {
    for (const { plugin, ...cell } of [...cellsOf(this.#deltas.slices)]) {
      const minute = this.hourOf(cell.shop, cell.minute)
      if (minute === cell.minute || !this.#hours.has(placeOf({ ...cell, minute }))) continue
      this.#states(cell).delete(cell.key)
      this.#add({ ...cell, minute }, cell.state)
    }
    this.#deltas.dropUnchanged()
    return this.#deltas.slices.filter(({ states }) => states.size > 0)
  }

  #add(cell: CellId, amount: State): void {
    const states = this.#states(cell)
    const known = states.get(cell.key)
    states.set(cell.key, known === undefined ? amount : additive(this.metric.unit).merge(known, amount))
  }

  #states({ shop, minute, dim }: CellId): Map<string, State> {
    return this.#deltas.at(shop, minute).states(this.#within, dim)
  }

  #covers(at: number): boolean {
    return at >= this.span.start && at < this.span.end
  }

  /** The metric as it is within the span. */
  #blindOutside(): AnyEntityMetric {
    const contribute = (summary: never) => {
      const contributions = this.metric.contribute(summary).filter(({ at }) => this.#covers(at))
      if (contributions.length > 0) this.counted++
      return contributions
    }
    return { ...this.metric, contribute } as AnyEntityMetric
  }

  #assertSavable(): void {
    const cells = this.#deltas.slices.reduce((sum, { states }) => sum + states.size, 0)
    if (cells > MOST_CELLS) throw tooManyCells()
  }
}

const placeOf = ({ shop, minute, dim, key }: CellId): string => `${shop}\0${minute}\0${dim}\0${key}`
