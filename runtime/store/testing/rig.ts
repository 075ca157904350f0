import { test } from "bun:test"
import type { Store } from "../store.ts"

/** A fresh, empty store under test. */
export interface Rig {
  store: Store
  /** Closes the store and opens again what it left behind. */
  reopen?(): Promise<Store>
  /** Opens the same store a second time, as another process would. */
  beside?(): Promise<Store>
  /** Closes whatever is open and cleans up. */
  dispose(): Promise<void>
}

export type Open = () => Promise<Rig>

/** Why a driver need not have a property. */
export interface Skips {
  reopen?: string
  beside?: string
  rollUps?: string
  watching?: string
  oneAtATime?: string
}

/** States one property as a test with a rig of its own; a `skip` says why it does not apply. */
export type Property = (title: string, check: (rig: Rig) => Promise<void>, skip?: string) => void

export function propertiesOf(open: Open): Property {
  return (title, check, skip) => {
    if (skip) return test.skip(`${title} (does not apply: ${skip})`, () => {})
    test(title, async () => {
      const rig = await open()
      try {
        await check(rig)
      } finally {
        await rig.dispose()
      }
    })
  }
}
