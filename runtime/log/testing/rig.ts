import { test } from "bun:test"
import type { Log, Offset } from "../log.ts"

/** Small bounds, so that a test reaches them. A driver without such a bound ignores it. */
export interface RigOptions {
  /** Default 1. */
  partitions?: number
  /** Most records in a batch. */
  batch?: number
  /** Characters of JSON under way, from which on appends are refused. */
  bound?: number
  /** Characters of JSON kept in memory for a consumer. */
  tail?: number
}

/** A fresh, empty log under test. */
export interface Rig {
  log: Log
  /** Closes the log and opens again what it left behind. */
  reopen?(): Promise<Log>
  /** Puts texts into partition 0 as another producer would, and gives the log that then holds them. */
  foreign?(texts: readonly string[]): Promise<Log>
  /** Has the log forget records before `offset` as it does by itself with time; absent: by `trim`. */
  forget?(partition: number, offset: Offset): Promise<void>
  /** Closes whatever is open and cleans up. */
  dispose(): Promise<void>
}

export type Open = (options: RigOptions) => Promise<Rig>

/** Why a driver need not have a property. */
export interface Skips {
  reopen?: string
  foreign?: string
  full?: string
  trim?: string
}

/** States one property as a test with a rig of its own; a `skip` says why it does not apply. */
export type Property = (title: string, options: RigOptions, check: (rig: Rig) => Promise<void>, skip?: string) => void

/** Has the rig's log forget, by whichever way it has. */
export function forget({ log, forget }: Rig, partition: number, offset: Offset): Promise<void> {
  return forget ? forget(partition, offset) : log.trim(partition, offset)
}

export function propertiesOf(open: Open): Property {
  return (title, options, check, skip) => {
    if (skip) return test.skip(`${title} (does not apply: ${skip})`, () => {})
    test(title, async () => {
      const rig = await open(options)
      try {
        await check(rig)
      } finally {
        await rig.dispose()
      }
    })
  }
}
