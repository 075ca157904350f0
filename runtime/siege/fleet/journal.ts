import { createWriteStream } from "node:fs"

/** One answer of a collector, or why there was none. */
export interface Answered {
  batch: number
  events: number
  status?: number
  accepted?: number
  rejected?: number
  trouble?: string
}

/** Writes down every answer as it comes, one JSON a line, so that a bad siege can be read afterwards. */
export class Journal {
  readonly counts = { answers: 0, refusals: 0, unanswered: 0 }
  readonly #file

  constructor(readonly path: string) {
    this.#file = createWriteStream(path)
  }

  write(answered: Answered): void {
    this.counts.answers++
    if (answered.status === undefined) this.counts.unanswered++
    else if (answered.status !== 202) this.counts.refusals++
    this.#file.write(`${JSON.stringify({ at: Date.now(), ...answered })}\n`)
  }

  note(text: string): void {
    this.#file.write(`${JSON.stringify({ at: Date.now(), note: text })}\n`)
  }

  close(): Promise<void> {
    return new Promise(resolve => this.#file.end(resolve))
  }
}
