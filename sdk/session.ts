import { referringCampaign, taggedCampaign } from "./campaign.ts"
import type { Campaign } from "./event.ts"
import { mintId } from "./id.ts"
import type { Store } from "./store.ts"

/** A session ends after this long without an event, in any tab. */
export const IDLE_MS = 30 * 60_000

const NAME = "session"

interface Session {
  id: string
  /** Epoch ms of its newest event. */
  seen: number
  campaign?: Campaign
}

export interface Sessions {
  /** The session that an event of this moment (epoch ms) belongs to; it keeps the session alive. */
  touch(now: number): { session_id: string; campaign?: Campaign }
}

/**
 * One visit, shared by all tabs of the shop. It keeps the campaign that brought the visitor: the first page's tags or
 * referrer. A later page load with tags of its own replaces it; a mere referrer does not, since payment pages have one.
 * @param landing the page load's own URL and referrer
 */
export function createSessions(store: Store, landing: { url: string; referrer: string }): Sessions {
  const tagged = taggedCampaign(landing.url)
  let arriving = true

  function stored(): Session | undefined {
    try {
      return JSON.parse(store.get(NAME) ?? "null") ?? undefined
    } catch {
      return undefined
    }
  }

  function touch(now: number) {
    const current = stored()
    const alive = current && now - current.seen <= IDLE_MS ? current : undefined
    const campaign = alive
      ? (arriving && tagged) || alive.campaign
      : (tagged ?? referringCampaign(landing.url, landing.referrer))
    const session: Session = { id: alive?.id ?? mintId(now), seen: Math.max(now, alive?.seen ?? 0), campaign }
    store.set(NAME, JSON.stringify(session))
    arriving = false
    return { session_id: session.id, campaign }
  }

  return { touch }
}
