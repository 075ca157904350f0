/** Names of what was told lately, shared by all tabs of this origin. */
const SLOT = "shopstream.told"
const MOST = 200
/** Other tabs see what one stored within moments, and hear of an alert that long after it at most, ms. */
const HELD = 60_000

/**
 * Whether this tab is the one to tell: of all tabs of the dashboard, exactly one hears yes for a name. At the same
 * moment the lock decides, as tabs do not see at once what others stored; later, what was stored.
 */
export async function claim(name: string): Promise<boolean> {
  // Only secure pages have locks. Without them there are no notifications either, and a toast told twice does no harm.
  if (!navigator.locks) return keep(name)
  return new Promise(answer => {
    const options = { ifAvailable: true } as const
    void navigator.locks.request(`${SLOT} ${name}`, options, async lock => {
      answer(lock !== null && keep(name))
      if (lock) await new Promise(release => setTimeout(release, HELD))
    })
  })
}

/** @returns whether it was not kept before */
function keep(name: string): boolean {
  try {
    const told: unknown = JSON.parse(localStorage.getItem(SLOT) ?? "[]")
    const names = Array.isArray(told) ? told : []
    if (names.includes(name)) return false
    localStorage.setItem(SLOT, JSON.stringify([...names, name].slice(-MOST)))
  } catch {
    // Storage may be forbidden or hold anything: rather told twice than not at all.
  }
  return true
}
