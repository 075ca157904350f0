const DURATION = 350

const ease = (progress: number) => 1 - (1 - progress) ** 3

/** Softly moves a shown number to a new one. The first number, and all where motion is unwelcome, appear at once. */
export class Tween {
  #shown?: number
  #goal?: number
  #frame?: number

  constructor(private readonly paint: (value: number) => void) {}

  to(goal: number) {
    if (goal === this.#goal) return
    const from = this.#shown
    this.#goal = goal
    this.stop()
    if (from === undefined || matchMedia("(prefers-reduced-motion: reduce)").matches) return this.#show(goal)
    // Between two whole numbers there are only whole ones: nobody sells 3.7 orders.
    const between = Number.isInteger(from) && Number.isInteger(goal) ? Math.round : (value: number) => value
    const start = performance.now()
    const step = (now: number) => {
      const progress = Math.min(1, Math.max(0, now - start) / DURATION)
      this.#show(progress === 1 ? goal : between(from + (goal - from) * ease(progress)))
      if (progress < 1) this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  /** Paints the shown number again, where only its form changed: another width or language. */
  repaint() {
    if (this.#shown !== undefined) this.paint(this.#shown)
  }

  /** Forgets the number, so that the next one appears at once. */
  reset() {
    this.stop()
    this.#shown = this.#goal = undefined
  }

  stop() {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#frame = undefined
  }

  #show(value: number) {
    this.#shown = value
    this.paint(value)
  }
}
