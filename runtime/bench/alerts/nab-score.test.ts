import { expect, test } from "bun:test"
import { bestScore, type Judged, PROFILES, scoreAt } from "./nab-score.ts"

const [standard, careful] = PROFILES as [(typeof PROFILES)[number], (typeof PROFILES)[number]]

/** A file of a thousand values with one window, and scores at some of them. */
function file(scores: Record<number, number>): Judged {
  const all = new Float64Array(1_000)
  for (const [i, score] of Object.entries(scores)) all[Number(i)] = score
  return { scores: all, windows: [{ first: 400, last: 499 }] }
}
const standardScore = (scores: Record<number, number>): number => bestScore([file(scores)], standard).score

test("detecting everything at once and nothing else is 100, detecting nothing is 0", () => {
  expect(standardScore({ 400: 1 })).toBeCloseTo(100, 6)
  expect(standardScore({})).toBe(0)
})

test("later in a window is worth less, and only the earliest detection counts", () => {
  expect(standardScore({ 450: 1 })).toBeLessThan(standardScore({ 400: 1 }))
  expect(standardScore({ 450: 1 })).toBeGreaterThan(standardScore({ 490: 1 }))
  expect(standardScore({ 420: 1, 450: 1, 480: 1 })).toBeCloseTo(standardScore({ 420: 1 }), 9)
})

test("a false alarm costs, twice as much in the careful profile, and nothing during the first 15 %", () => {
  const noisy = [file({ 400: 1, 900: 1 })]
  expect(scoreAt(noisy, standard, 1)).toBeCloseTo(100 - 50 * 0.11, 6)
  expect(scoreAt(noisy, careful, 1)).toBeCloseTo(100 - 50 * 0.22, 6)
  expect(standardScore({ 400: 1, 149: 1 })).toBeCloseTo(100, 6)
})

test("the best threshold leaves out what is not worth it", () => {
  const { score, threshold } = bestScore([file({ 410: 0.9, 700: 0.5, 800: 0.5 })], standard)
  expect(threshold).toBe(0.9)
  expect(score).toBeCloseTo(standardScore({ 410: 1 }), 9)
})
