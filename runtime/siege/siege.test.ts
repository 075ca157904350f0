import { expect, test } from "bun:test"
import { canFillDisks } from "../testing/full-disk.ts"
import { siege } from "./siege.ts"

// Two seeds here; `npm run siege` takes any, for as long as one likes.
test.each(["7", "8"])(
  "killed again and again under load (seed %s), the runtime loses no acknowledged event and counts none twice",
  async seed => {
    const { differences, kills, retried, repeated } = await siege({ seed, events: 10_000, kills: 4, say: () => {} })
    expect(differences).toEqual([])
    expect(kills).toBe(4)
    expect(retried).toBeGreaterThan(0)
    expect(repeated).toBeGreaterThan(0)
  },
  120_000,
)

test.skipIf(!canFillDisks)(
  "a disk that is full for a while has senders wait, and loses no acknowledged event either",
  async () => {
    const { differences, fullDisks, refusals } = await siege({
      ...{ seed: "9", events: 6_000, kills: 1, fullDisks: 3, say: () => {} },
    })
    expect(differences).toEqual([])
    expect(fullDisks).toBe(3)
    expect(refusals).toBeGreaterThan(0)
  },
  120_000,
)
