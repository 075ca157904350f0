/** How often a screen reader may be spoken to, ms: numbers that change 20 times a second are noise. */
const PAUSE = 20_000

/** Passes on the newest of many sentences: the first at once, then at most one per pause. */
export class Announcer {
  #timer?: ReturnType<typeof setTimeout>
  #latest?: string

  constructor(
    private readonly say: (sentence: string) => void,
    private readonly pause = PAUSE,
  ) {}

  announce(sentence: string) {
    if (sentence === this.#latest) return
    this.#latest = sentence
    if (this.#timer !== undefined) return
    this.#speak()
  }

  stop() {
    clearTimeout(this.#timer)
    this.#timer = this.#latest = undefined
  }

  #speak() {
    const said = this.#latest
    if (said !== undefined) this.say(said)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#latest !== said) this.#speak()
    }, this.pause)
  }
}
