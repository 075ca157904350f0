import type { Timer } from "../timer.ts"

interface Alarm {
  at: number
  run(): void
}

/** Time that stands still until it is moved. */
export class ManualTimer implements Timer {
  readonly #alarms = new Set<Alarm>()

  constructor(private time: number) {}

  now = (): number => this.time

  after(ms: number, run: () => void): () => void {
    const alarm = { at: this.time + ms, run }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  every(ms: number, run: () => void): () => void {
    const again = (): void => {
      callOff = this.after(ms, again)
      run()
    }
    let callOff = this.after(ms, again)
    return () => callOff()
  }

  /** Moves time on, running in order what falls due, each with all that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    await settled()
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#alarms.delete(next)
      this.time = next.at
      next.run()
      await settled()
    }
    this.time = end
  }

  #next(end: number): Alarm | undefined {
    const due = [...this.#alarms].filter(({ at }) => at <= end)
    return due.sort((a, b) => a.at - b.at)[0]
  }
}

/** Resolves when everything that waits for nothing but promises has happened. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
