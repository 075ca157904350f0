import { isbot } from "isbot"
import type { ShopEvent } from "../../../sdk/event.ts"
import type { BotMark } from "../../log/log.ts"
import { Pace } from "./pace.ts"

/** What a request tells of who sent it. */
export interface Agent {
  shop: string
  userAgent: string | null
  /** Its browser says that a program drives it. */
  automated: boolean
}

/** Marks what no shopper sent. Never asked about traffic with a secret key. */
export interface BotWatch {
  /** For all events of one request, in order. */
  of(agent: Agent): (event: ShopEvent) => BotMark | undefined
}

const LOCAL_PAGE = /^https?:\/\/(?:localhost|[^/?#:]+\.(?:localhost|local|test)|127\.[\d.]+|\[::1\])(?:[:/?#]|$)/i

/** @param excluded whether marked events are kept out of the numbers, as in production, or only told apart */
export function watchBots(excluded: boolean): BotWatch {
  const pace = new Pace()
  const marked = (reason: BotMark["reason"]): BotMark => ({ reason, excluded })

  return {
    of({ shop, userAgent, automated }) {
      const told = isbot(userAgent) ? marked("agent") : automated ? marked("automated") : undefined
      return event => {
        if (told) return told
        const url = event.page?.url
        if (url !== undefined && LOCAL_PAGE.test(url)) return marked("local")
        const session = event.session_id
        const hurries =
          session !== undefined && pace.isTooFast(`${shop} ${session}`, event.event_id, Date.parse(event.timestamp))
        return hurries ? marked("pace") : undefined
      }
    },
  }
}
