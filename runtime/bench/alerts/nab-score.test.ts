import { expect, test } from "bun:test"
import { keptBackScore } from "./nab-protocol.ts"
import { PUBLISHED_OVERALL } from "./nab-published.ts"
import { bestScore, type Judged, normalised, PROFILES, rawScore, scoreAt, sigmoid } from "./nab-score.ts"
import { windowedGaussian } from "./windowed-gaussian.ts"

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

test("the sigmoid has the values that the benchmark documents", () => {
  expect(sigmoid(-1)).toBeCloseTo(0.98661, 5)
  expect(sigmoid(-0.5)).toBeCloseTo(0.84828, 5)
  expect(sigmoid(0)).toBe(0)
  expect(sigmoid(1)).toBeCloseTo(-0.98661, 5)
  expect(sigmoid(3)).toBe(-1)
})

test("published raw sums over all 116 windows give the published scores", () => {
  const published = { "windowed Gaussian": -24.0131054891, "Twitter ADVec": -6.81625917053 }
  for (const [detector, raw] of Object.entries(published)) {
    expect(normalised(raw, 116)).toBeCloseTo(PUBLISHED_OVERALL[detector as keyof typeof published].standard, 1)
  }
})

test("twelve false alarms in a file without windows cost what was published for one: 1.32, and 2.64 in the careful profile", () => {
  const alarms = Float64Array.from({ length: 4_032 }, (_, i) => (i >= 1_000 && i < 1_012 ? 1 : 0))
  const quiet = [{ scores: alarms, windows: [] }]
  expect(rawScore(quiet, standard, 1)).toBeCloseTo(-1.32, 9)
  expect(rawScore(quiet, careful, 1)).toBeCloseTo(-2.64, 9)
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

test("what is kept back is judged by what was best on the other files", () => {
  const candidates = [
    { name: "sharp", files: [file({ 400: 0.9 }), file({ 400: 0.9, 900: 0.8 })] },
    { name: "deaf", files: [file({}), file({})] },
  ]
  const folds = [[0], [1]]
  // A threshold of 0.9 was best on either file, so the false alarm below it is never raised.
  expect(keptBackScore(candidates, folds, standard)).toBeCloseTo(100, 6)
  const misled = [{ name: "sharp", files: [file({ 400: 0.9 }), file({ 400: 0.5, 900: 0.8 })] }]
  expect(keptBackScore(misled, folds, standard)).toBeLessThan(bestScore(misled[0]!.files, standard).score)
})

test("windowed Gaussian finds what lies far from the values before, and is certain from seven deviations on", () => {
  const next = windowedGaussian()
  const scores = [...Array.from({ length: 500 }, (_, i) => 100 + (i % 2)), 100.5, 102, 110].map(next)
  expect(scores[500]).toBeCloseTo(0, 6)
  expect(scores[501]).toBeCloseTo(3 / 7.1305, 2)
  expect(scores[502]).toBe(1)
})
