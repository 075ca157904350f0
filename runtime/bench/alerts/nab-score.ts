/**
 * The score of the Numenta Anomaly Benchmark (Lavin & Ahmad, 2015): a detection counts more the earlier it stands in a
 * labelled window, a false one costs more the further it is behind one, and the first 15 % of a file are not judged.
 */

export interface Profile {
  name: "standard" | "low false positives"
  falsePositive: number
}
export const PROFILES: readonly Profile[] = [
  { name: "standard", falsePositive: 0.11 },
  { name: "low false positives", falsePositive: 0.22 },
]

/** One file with what a detector made of it. */
export interface Judged {
  /** Per point, 0 to 1; higher is stranger. */
  scores: Float64Array
  /** Labelled windows as indices, both ends included. */
  windows: readonly { first: number; last: number }[]
}

/** What each threshold is worth over all files: the raw sum, before it is set between nothing and perfection. */
interface Gain {
  score: number
  /** What is gained once the threshold is at or below `score`. */
  gain: number
}

/** The best score over all thresholds, 0 (detects nothing) to 100 (detects everything at once and nothing else). */
export function bestScore(files: readonly Judged[], profile: Profile): { score: number; threshold: number } {
  const gains = files.flatMap(file => gainsOf(file, profile)).sort((a, b) => b.score - a.score)
  const windows = windowsIn(files)
  let [raw, best, threshold] = [-windows, -windows, Number.POSITIVE_INFINITY]
  gains.forEach(({ score, gain }, i) => {
    raw += gain
    if (raw > best && gains[i + 1]?.score !== score) [best, threshold] = [raw, score]
  })
  return { score: normalised(best, windows), threshold }
}

/** The score with a threshold that was set beforehand. */
export function scoreAt(files: readonly Judged[], profile: Profile, threshold: number): number {
  return normalised(rawScore(files, profile, threshold), windowsIn(files))
}

/** As the benchmark adds up: a window missed is −1, one found up to 1, a false alarm a share of −1. */
export function rawScore(files: readonly Judged[], profile: Profile, threshold: number): number {
  const gains = files.flatMap(file => gainsOf(file, profile)).filter(({ score }) => score >= threshold)
  return gains.reduce((sum, { gain }) => sum + gain, -windowsIn(files))
}

/** Between a detector that says nothing (0) and one that says all at once and nothing else (100). */
export const normalised = (raw: number, windows: number): number =>
  windows === 0 ? 0 : (50 * (raw + windows)) / windows

export const windowsIn = (files: readonly Judged[]): number =>
  files.reduce((sum, { windows }) => sum + windows.length, 0)

/** Gains of files that are in use: what is kept back is judged among the same files again and again. */
const known = new WeakMap<Judged, Map<Profile["name"], Gain[]>>()

function gainsOf(file: Judged, profile: Profile): Gain[] {
  const own = known.get(file) ?? new Map<Profile["name"], Gain[]>()
  known.set(file, own)
  const gains = own.get(profile.name) ?? findGains(file, profile)
  own.set(profile.name, gains)
  return gains
}

function findGains({ scores, windows }: Judged, { falsePositive }: Profile): Gain[] {
  const gains: Gain[] = []
  const probation = Math.floor(0.15 * Math.min(scores.length, 5_000))
  for (let i = probation; i < scores.length; i++) {
    if (scores[i] === 0 || windows.some(({ first, last }) => first <= i && i <= last)) continue
    const before = windows.findLast(({ last }) => last < i)
    const position = before ? (i - before.last) / Math.max(1, before.last - before.first) : Number.POSITIVE_INFINITY
    gains.push({ score: scores[i]!, gain: falsePositive * sigmoid(position) })
  }
  for (const window of windows) gains.push(...windowGains(scores, window, probation))
  return gains
}

/** Of a window only the earliest detection counts: each higher score that came later counts until an earlier one does. */
function windowGains(scores: Float64Array, { first, last }: Judged["windows"][number], probation: number): Gain[] {
  const found: { score: number; worth: number }[] = []
  let highest = 0
  for (let i = Math.max(first, probation); i <= last; i++) {
    if (scores[i]! <= highest) continue
    highest = scores[i]!
    const position = -(last - i + 1) / (last - first + 1)
    // 1 takes back that the window was counted as missed.
    found.push({ score: highest, worth: 1 + sigmoid(position) / sigmoid(-1) })
  }
  return found.map(({ score, worth }, i) => ({ score, gain: worth - (found[i + 1]?.worth ?? 0) }))
}

/** The published scaled sigmoid: 0.98661 at −1 (a window's left edge), 0 at 0 (its right edge), −1 from 3 on. */
export const sigmoid = (position: number): number => (position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)
