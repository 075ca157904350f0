import { expect, test } from "bun:test"
import { progressLine } from "./progress.ts"
import { columns, paintFor } from "./terminal.ts"

test("colours are for terminals that want them", () => {
  expect(paintFor({ isTTY: true }, {}).red("x")).toBe("\u001b[31mx\u001b[39m")
  expect(paintFor({ isTTY: false }, {}).red("x")).toBe("x")
  expect(paintFor({ isTTY: true }, { NO_COLOR: "1" }).red("x")).toBe("x")
  expect(paintFor({ isTTY: true }, { TERM: "dumb" }).red("x")).toBe("x")
})

test("columns line up, however wide the characters are drawn and whatever colours they have", () => {
  const { red } = paintFor({ isTTY: true }, {})
  const lines = columns([
    ["läng", "x"],
    ["灯", red("y")],
    ["", "z"],
  ]).split("\n")
  expect(lines.map(line => Bun.stringWidth(line))).toEqual([9, 9, 9])
})

const progress = { sent: 1200, accepted: 1000, rejected: 0, retried: 0, rate: 99.7, elapsed: 10.2 }

function written(isTTY: boolean, reports: number): string[] {
  const texts: string[] = []
  const line = progressLine({ isTTY, write: (text: string) => texts.push(text) })
  for (let n = 0; n < reports; n++) line.show(progress)
  line.end()
  return texts
}

test("in a terminal, progress is one line that is drawn again and then taken away", () => {
  const texts = written(true, 3)
  expect(texts).toHaveLength(4)
  expect(texts.join("")).not.toContain("\n")
  expect(texts[0]).toContain("100/s  1,000 of 1,200 accepted")
  expect(texts[3]).toBe("\r\u001b[2K")
})

test("in a log, progress is a line every few reports, without control codes", () => {
  const texts = written(false, 11)
  expect(texts).toHaveLength(3)
  for (const text of texts) expect(text).toBe("  10 s  100/s  1,000 of 1,200 accepted\n")
})

test("what was rejected or sent again is mentioned only where there is any", () => {
  const texts: string[] = []
  progressLine({ write: (text: string) => texts.push(text) }).show({ ...progress, rejected: 3, retried: 500 })
  expect(texts[0]).toContain("3 rejected  500 retried")
})
