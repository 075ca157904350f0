import { leisure } from "./leisure.ts"
import { living } from "./living.ts"
import { personal } from "./personal.ts"
import { table } from "./table.ts"

/** Every drawing, by the form named in `words.ts`. */
const DRAWINGS: Readonly<Record<string, string>> = { ...living, ...table, ...personal, ...leisure }

/**
 * The drawing of a product as inline SVG. Its shades are mixed in CSS from one colour, the `--tint` of whatever it stands
 * in, so that it suits a light and a dark page. Decorative: the product's name stands beside it.
 * @throws RangeError for a form without a drawing
 */
export function art(form: string): string {
  const drawing = DRAWINGS[form]
  if (!drawing) throw new RangeError(`expected one of the forms in words.ts, got "${form}"; draw it in art/`)
  return `<svg class="art" viewBox="0 0 200 200" aria-hidden="true">${drawing}</svg>`
}
