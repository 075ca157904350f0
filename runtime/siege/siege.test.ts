import { expect, test } from "bun:test"
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
