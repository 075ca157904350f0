/**
 * What drawings are made of: SVG elements on a canvas of 200 × 200 whose ground lies at about y = 168. Tones are classes;
 * the stylesheet turns them into colours, shaded from the product's own, in light and in dark.
 */
export type Tone =
  /** The product's colour, its shaded and its lit side. */
  | "main"
  | "deep"
  | "pale"
  /** Materials. */
  | "wood"
  | "bark"
  | "iron"
  | "steel"
  | "paper"
  | "leaf"
  | "flame"
  /** Veils over what is below. */
  | "shade"
  | "shine"

export const fill = (tone: Tone, d: string): string => `<path class="${tone}" d="${d}"/>`

export const line = (tone: Tone, width: number, d: string): string =>
  `<path class="${tone} line" stroke-width="${width}" d="${d}"/>`

export const box = (tone: Tone, x: number, y: number, width: number, height: number, radius = 0): string =>
  `<rect class="${tone}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`

export const disc = (tone: Tone, x: number, y: number, rx: number, ry = rx): string =>
  `<ellipse class="${tone}" cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/>`

/** What a thing throws on the ground. */
export const shadow = (rx: number, y = 170, x = 100): string => disc("shade", x, y, rx, rx / 9)
