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
  const line = redrawn(stream)
  let tenths = -1
  return {
    show(share, what) {
      line.draw(`${Math.floor(share * 100)} %  ${what}`, Math.floor(share * 10) > tenths)
      tenths = Math.floor(share * 10)
    },
    end: line.end,
  }
}

/** How much long work has done whose end is not known: every hundredth report gets a line in a log. */
export function countLine(stream: Stream): { show(what: string): void; end(): void } {
  const line = redrawn(stream)
  let reports = 0
  return { show: what => line.draw(what, ++reports % 100 === 0), end: line.end }
}

function redrawn(stream: Stream) {
  let drawn = false
  return {
    draw(text: string, isWorthALine: boolean) {
      if (stream.isTTY) stream.write(`\r\u001b[2K  ${text}`)
      else if (isWorthALine) stream.write(`  ${text}\n`)
      drawn = stream.isTTY === true
    },
    end() {
      if (drawn) stream.write("\r\u001b[2K")
      drawn = false
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
