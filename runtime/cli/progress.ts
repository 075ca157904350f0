import type { Progress } from "../demo/simulate.ts"
import { paint, thousands } from "./terminal.ts"

/** Where there is no terminal to redraw, every so many reports get a line of their own. */
const REPORTS_PER_LINE = 5

interface Stream {
  isTTY?: boolean
  write(text: string): unknown
}

/** One line that is redrawn in a terminal, and a line every few seconds in a log. */
export function progressLine(stream: Stream): { show(progress: Progress): void; end(): void } {
  let reports = 0
  let drawn = false
  return {
    show(progress) {
      const text = describe(progress)
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K  ${text}`)
        drawn = true
      } else if (reports++ % REPORTS_PER_LINE === 0) stream.write(`  ${text}\n`)
    },
    end() {
      if (drawn) stream.write("\r\u001b[2K")
    },
  }
}

/** How far long work has come: one line that is redrawn in a terminal, and a line every tenth of the way in a log. */
export function shareLine(stream: Stream): { show(share: number, what: string): void; end(): void } {
  let tenths = -1
  return {
    show(share, what) {
      const text = `${Math.floor(share * 100)} %  ${what}`
      if (stream.isTTY) stream.write(`\r\u001b[2K  ${text}`)
      else if (Math.floor(share * 10) > tenths) stream.write(`  ${text}\n`)
      tenths = Math.floor(share * 10)
    },
    end() {
      if (stream.isTTY && tenths >= 0) stream.write("\r\u001b[2K")
    },
  }
}

function describe({ elapsed, rate, sent, accepted, rejected, retried }: Progress): string {
  const parts = [
    `${Math.floor(elapsed)} s`,
    paint.green(`${thousands(rate)}/s`),
    `${thousands(accepted)} of ${thousands(sent)} accepted`,
    ...(rejected > 0 ? [paint.red(`${thousands(rejected)} rejected`)] : []),
    ...(retried > 0 ? [paint.yellow(`${thousands(retried)} retried`)] : []),
  ]
  return parts.join("  ")
}
