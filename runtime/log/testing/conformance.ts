import { describe } from "bun:test"
import { appending } from "./conformance/appending.ts"
import { consuming } from "./conformance/consuming.ts"
import { keeping } from "./conformance/keeping.ts"
import { trimming } from "./conformance/trimming.ts"
import { type Open, propertiesOf, type Skips } from "./rig.ts"

/** What every driver of `Log` promises. A driver's test calls this with a way to open fresh, empty logs. */
export function logConformance(name: string, open: Open, skips: Skips = {}): void {
  const property = propertiesOf(open)
  describe(`${name}, appending`, () => appending(property, skips))
  describe(`${name}, consuming`, () => consuming(property))
  describe(`${name}, trimming`, () => trimming(property, open, skips))
  describe(`${name}, keeping`, () => keeping(property, skips))
}
