import { bestScore, type Judged, normalised, type Profile, rawScore } from "./nab-score.ts"

/** What one setting of a detector makes of every file, in the same order for each candidate. */
export interface Candidate {
  name: string
  files: readonly Judged[]
}

/**
 * What a detector scores on files it was not tuned on: for each fold, the setting and the threshold that are best on all
 * other files are held against the files of the fold. The raw scores of all folds are set between nothing and perfection
 * together, so that every window counts once and alike.
 * @param folds indices of files; together each file once
 */
export function keptBackScore(
  candidates: readonly Candidate[],
  folds: readonly (readonly number[])[],
  profile: Profile,
): number {
  let [raw, windows] = [0, 0]
  for (const fold of folds) {
    const { candidate, threshold } = tuned(candidates, i => !fold.includes(i), profile)
    const kept = fold.map(i => candidate.files[i]!)
    raw += rawScore(kept, profile, threshold)
    windows += kept.reduce((sum, file) => sum + file.windows.length, 0)
  }
  return normalised(raw, windows)
}

/** The candidate and the threshold that are best on the files that are chosen. */
export function tuned(candidates: readonly Candidate[], isChosen: (file: number) => boolean, profile: Profile) {
  const results = candidates.map(candidate => ({
    candidate,
    ...bestScore(
      candidate.files.filter((_, i) => isChosen(i)),
      profile,
    ),
  }))
  return results.reduce((best, result) => (result.score > best.score ? result : best))
}
