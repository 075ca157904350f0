import { type SurpriseOptions, surprise } from "../../../plugins/kit/index.ts"
import { print, table } from "../../cli/terminal.ts"
import { type LabelledFile, readNab } from "./nab-files.ts"
import { type Candidate, keptBackScore } from "./nab-protocol.ts"
import { PUBLISHED_OVERALL, type PublishedDetector, published } from "./nab-published.ts"
import {
  bestScore,
  type Judged,
  normalised,
  PROFILES,
  type Profile,
  rawScore,
  scoreAt,
  windowsIn,
} from "./nab-score.ts"
import { windowedGaussian } from "./windowed-gaussian.ts"

const HOUR = 3_600_000
/** The best one on the files that may be tuned on; kept, so that files which come later are judged by one set before. */
const KEPT_THRESHOLD = 0.4732
/** What may be tuned. The shipped settings are one of them. */
const GRID: SurpriseOptions[] = [1_000, 1_500, 3_000].flatMap(memory =>
  [100, 200, 300].flatMap(hold => [1, 2, 3].map(hours => ({ memory, hold, tolerance: hours * HOUR }))),
)

/** Prints the score of `surprise` beside its floor, and what it gives on files that it was not tuned on. */
export function onNab(folder: string): void {
  const files = readNab(folder)
  const own = judgedBy(files, () => surprise())
  const floor = judgedBy(files, () => {
    const next = windowedGaussian()
    return (_t, value) => next(value)
  })
  const tunable = GRID.map(
    (options): Candidate => ({ name: JSON.stringify(options), files: judgedBy(files, () => surprise(options)) }),
  )
  const eachFile = files.map((_, i) => [i])
  const rows = [
    row("surprise, as shipped, best threshold over all files", profile => bestScore(own, profile).score),
    row(`surprise, as shipped, threshold ${KEPT_THRESHOLD}`, profile => scoreAt(own, profile, KEPT_THRESHOLD)),
    row("surprise, each file kept back from tuning", profile => keptBackScore(tunable, eachFile, profile)),
    row("surprise, each kind of file kept back", profile => keptBackScore(tunable, byKind(files), profile)),
    row("windowed Gaussian, best threshold over all files", profile => bestScore(floor, profile).score),
    ...publishedRows(files),
  ]
  print(`\nNumenta benchmark, ${files.length} files with ${windowsIn(own)} labelled windows\n`)
  print(table(["detector", ...PROFILES.map(({ name }) => name)], rows, ""))
  print(`\n${scorerCheck(files, floor)}`)
}

const row = (name: string, score: (profile: Profile) => number): string[] => [
  name,
  ...PROFILES.map(profile => score(profile).toFixed(1)),
]

function judgedBy(files: readonly LabelledFile[], detector: () => (t: number, value: number) => number): Judged[] {
  return files.map(({ points, windows }) => {
    const next = detector()
    return { scores: Float64Array.from(points, ({ t, value }) => next(t, value)), windows }
  })
}

/** Folds of made-up files and of real ones, or of whatever kinds a folder has. */
function byKind(files: readonly LabelledFile[]): number[][] {
  const kindOf = (name: string): string => (name.startsWith("artificial") ? "artificial" : (name.split("/")[0] ?? ""))
  const kinds = files.map(({ name }) => kindOf(name))
  return [...new Set(kinds)].map(kind => kinds.flatMap((each, i) => (each === kind ? [i] : [])))
}

function publishedRows(files: readonly LabelledFile[]): string[][] {
  return (Object.keys(PUBLISHED_OVERALL) as PublishedDetector[]).flatMap(detector => {
    const overall = row(`${detector}, published, all 58 files`, ({ name }) => PUBLISHED_OVERALL[detector][name])
    const known = files.map(({ name }) => published(detector, name))
    if (known.includes(undefined)) return [overall]
    const windows = files.reduce((sum, file) => sum + file.windows.length, 0)
    const here = ({ name }: Profile): number =>
      normalised(
        known.reduce((sum, scores) => sum + scores![name], 0),
        windows,
      )
    return [row(`${detector}, published, these files`, here), overall]
  })
}

/** Whether our scorer gives our windowed Gaussian what the benchmark's gave theirs, file by file. */
function scorerCheck(files: readonly LabelledFile[], floor: readonly Judged[]): string {
  const compared = files.flatMap(({ name }, i) => {
    const expected = published("windowed Gaussian", name)
    if (!expected) return []
    const isSame = PROFILES.every(
      profile => Math.abs(rawScore([floor[i]!], profile, 1) - expected[profile.name]) < 0.000_001,
    )
    return [{ name, isSame }]
  })
  const differing = compared.filter(({ isSame }) => !isSame).map(({ name }) => name)
  const said = `The scorer gives windowed Gaussian what was published in ${compared.length - differing.length} of ${compared.length} files`
  return differing.length === 0 ? `${said}.` : `${said}; not in ${differing.join(", ")}.`
}
