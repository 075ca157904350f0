import { expect, test } from "bun:test"
import { palette, type Tone } from "./palette.ts"

/** Relative luminance and contrast, as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const WRITTEN: Tone[] = ["text", "muted", "faint", "accent", "good", "bad", "warn"]
const GROUNDS: Tone[] = ["surface", "canvas", "raised"]

test.each(["light", "dark"])("in the %s theme, text is readable on every ground (WCAG AA, 4.5 : 1)", theme => {
  const mode = theme === "light" ? 0 : 1
  for (const tone of WRITTEN) {
    for (const ground of GROUNDS) {
      const ratio = contrast(palette[tone][mode], palette[ground][mode])
      expect(ratio, `${tone} on ${ground}: ${ratio.toFixed(2)}`).toBeGreaterThanOrEqual(4.5)
    }
  }
})

test("the ink of a button is readable on the accent, and marks stand out (3 : 1)", () => {
  for (const mode of [0, 1] as const) {
    expect(contrast(palette.surface[mode], palette.accent[mode])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.surface[mode], palette["accent-2"][mode])).toBeGreaterThanOrEqual(3)
  }
})
