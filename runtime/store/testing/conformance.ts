import { describe } from "bun:test"
import { admission } from "./conformance/admission.ts"
import { alerts } from "./conformance/alerts.ts"
import { cells } from "./conformance/cells.ts"
import { directory } from "./conformance/directory.ts"
import { fencing } from "./conformance/fencing.ts"
import { leases } from "./conformance/leases.ts"
import { memos } from "./conformance/memos.ts"
import { model } from "./conformance/model.ts"
import { notices } from "./conformance/notices.ts"
import { pages } from "./conformance/pages.ts"
import { retention } from "./conformance/retention.ts"
import { rollUps } from "./conformance/roll-ups.ts"
import { snapshots } from "./conformance/snapshots.ts"
import { transactions } from "./conformance/transactions.ts"
import { type Open, propertiesOf, type Skips } from "./rig.ts"

/** What every driver of `Store` promises. A driver's test calls this with a way to open fresh, empty stores. */
export function storeConformance(name: string, open: Open, skips: Skips = {}): void {
  const property = propertiesOf(open)
  describe(`${name}, transactions`, () => transactions(property, skips))
  describe(`${name}, fencing`, () => fencing(property))
  describe(`${name}, admission`, () => admission(property, skips))
  describe(`${name}, cells and rows`, () => cells(property))
  describe(`${name}, pages`, () => pages(property))
  describe(`${name}, snapshots`, () => snapshots(property))
  describe(`${name}, roll-ups`, () => rollUps(property, skips))
  describe(`${name}, retention`, () => retention(property))
  describe(`${name}, shops, keys and restarts`, () => directory(property, skips))
  describe(`${name}, leases`, () => leases(property, skips))
  describe(`${name}, notices`, () => notices(property, skips))
  describe(`${name}, alerts`, () => alerts(property, skips))
  describe(`${name}, memos`, () => memos(property, skips))
  describe(`${name}, against the model`, () => model(open))
}
