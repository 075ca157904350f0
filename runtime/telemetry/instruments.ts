/**
 * The three instruments of Prometheus that the runtime needs, and its text format 0.0.4. A name is given with its unit
 * (`…_seconds`) and counters end in `_total`, as Prometheus asks for.
 */

export type Labels = Readonly<Record<string, string | number>>

/** Something that writes itself down as lines of the text format. */
export interface Instrument {
  lines(): string[]
}

/** A number that only rises, per set of labels. */
export class Counter implements Instrument {
  readonly #values = new Map<string, number>()

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  add(amount: number, labels: Labels = {}): void {
    const key = written(labels)
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount)
  }

  lines(): string[] {
    return [...head(this.name, this.help, "counter"), ...[...this.#values].map(([key, n]) => `${this.name}${key} ${n}`)]
  }
}

/** How measured values are spread, in buckets that each count everything up to their bound. */
export class Histogram implements Instrument {
  readonly #counts: number[]
  #sum = 0
  #count = 0

  /** @param bounds rising; `+Inf` is added */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {
    this.#counts = bounds.map(() => 0)
  }

  observe(value: number): void {
    this.#sum += value
    this.#count++
    this.bounds.forEach((bound, i) => {
      if (value <= bound) this.#counts[i]!++
    })
  }

  lines(): string[] {
    const { name } = this
    const buckets = this.bounds.map((bound, i) => `${name}_bucket${written({ le: bound })} ${this.#counts[i]}`)
    const all = `${name}_bucket${written({ le: "+Inf" })} ${this.#count}`
    return [
      ...head(name, this.help, "histogram"),
      ...buckets,
      all,
      `${name}_sum ${this.#sum}`,
      `${name}_count ${this.#count}`,
    ]
  }
}

/** Numbers as they are at this moment. */
export function gauge(name: string, help: string, samples: readonly { value: number; labels?: Labels }[]): string[] {
  return [
    ...head(name, help, "gauge"),
    ...samples.map(({ value, labels }) => `${name}${written(labels ?? {})} ${value}`),
  ]
}

/** The body of a `/metrics` answer. */
export function exposition(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`
}

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help.replace(/[\\\n]/g, escaped)}`, `# TYPE ${name} ${type}`]
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/["\\\n]/g, escaped)}"`)
  return pairs.length > 0 ? `{${pairs.join(",")}}` : ""
}

const escaped = (character: string): string => (character === "\n" ? "\\n" : `\\${character}`)
