/** Every colour of the house, as `[light, dark]`. Text tones keep WCAG AA (4.5 : 1) on `surface` and `canvas`. */
export const palette = {
  canvas: ["#f6f6f8", "#0d0e12"],
  surface: ["#ffffff", "#15171c"],
  raised: ["#ffffff", "#1e2128"],
  line: ["#e5e5ea", "#262931"],
  grid: ["#eeeef2", "#20232a"],
  text: ["#15161c", "#f1f2f5"],
  muted: ["#585b66", "#a3a7b3"],
  faint: ["#6b6e7a", "#8b909d"],
  accent: ["#5145cd", "#9b93ff"],
  "accent-2": ["#0b7285", "#4cc3d9"],
  good: ["#08764a", "#41d092"],
  bad: ["#bf2c47", "#ff8095"],
  warn: ["#8f5400", "#f2b65a"],
} as const satisfies Record<string, readonly [light: string, dark: string]>

export type Tone = keyof typeof palette
