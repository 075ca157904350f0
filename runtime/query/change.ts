/** Percent; null where there is nothing to compare with. Against the size of the base: −10 after −20 is a rise. */
export function changeOf(value: number | null, previous: number | null): number | null {
  return value === null || previous === null || previous === 0 ? null : ((value - previous) / Math.abs(previous)) * 100
}
