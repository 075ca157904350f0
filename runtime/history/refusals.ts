import { existsSync } from "node:fs"
import { appendFile, rm, truncate } from "node:fs/promises"
import type { VerdictCode } from "../collect/verdict.ts"
import { linesOf } from "./lines.ts"
import { openSource } from "./source.ts"

/** A record that was left out. */
export interface Refused {
  line: number
  /** As the collector would have answered; absent where the record could not even be read. */
  code?: VerdictCode
  reason: string
}

/** Far longer than any reason is. */
const LONGEST = 65_536

/** The file that names every record of an import that was left out: NDJSON, in the order of the lines. */
export class RefusalReport {
  #waiting = ""

  constructor(readonly file: string) {}

  /** Begins anew after the given line of the import, 0 for all of it: what a run that was stopped said beyond is said again. */
  async goOnAfter(line: number): Promise<void> {
    if (!existsSync(this.file)) return
    if (line === 0) return rm(this.file)
    let kept = 0
    for await (const { bytes = Buffer.alloc(0) } of linesOf(openSource(this.file).stream, LONGEST)) {
      if (lineIn(bytes.toString()) > line) break
      kept += bytes.length + 1
    }
    await truncate(this.file, kept)
  }

  add(refused: Refused): void {
    this.#waiting += `${JSON.stringify(refused)}\n`
  }

  async flush(): Promise<void> {
    if (this.#waiting === "") return
    await appendFile(this.file, this.#waiting)
    this.#waiting = ""
  }
}

/** Of a line that a crash cut off: nothing, so that it goes. */
function lineIn(text: string): number {
  try {
    return (JSON.parse(text) as Refused).line
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
