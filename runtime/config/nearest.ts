/** The word a person most likely meant, or undefined where none is close enough to be worth suggesting. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const ranked = words.map(word => ({ word, distance: distance(typed, word) })).sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= Math.max(2, typed.length / 3) ? best.word : undefined
}

/** Levenshtein distance: single characters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      line.push(Math.min(replaced, above[column]! + 1, line[column - 1]! + 1))
    }
    above = line
  }
  return above[b.length]!
}
