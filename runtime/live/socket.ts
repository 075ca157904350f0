import { Elysia } from "elysia"
import type { Access } from "../access/principal.ts"
import type { Hub } from "./hub.ts"
import { Session, type Socket } from "./session.ts"
import { systemTimer, type Timer } from "./timer.ts"

export interface LiveOptions {
  hub: Hub
  access: Pick<Access, "resolve" | "ofRequest" | "checkOrigin" | "onRevoked">
  timer?: Timer
  /** Told of errors that are nobody's refusal. */
  report?(error: unknown): void
}

/**
 * For the `websocket` option of the app this is used in: Bun has one such setting per server. Larger frames close the
 * socket (1009), as does a peer that reads nothing of what it asked for. Quiet sockets are pinged by Bun.
 */
export const SOCKET_SETTINGS = {
  maxPayloadLength: 16 * 1024,
  idleTimeout: 60,
  sendPings: true,
  backpressureLimit: 4 * 1024 * 1024,
  closeOnBackpressureLimit: true,
} as const

const EXPIRY_CHECK_MS = 1_000

/**
 * `/ws/metrics`: a session per socket. The frames are described in `frames.ts`.
 * @example new Elysia({ websocket: SOCKET_SETTINGS }).use(live({ hub, access }))
 */
export function live({ hub, access, timer = systemTimer, report = console.error }: LiveOptions) {
  const sessions = new Map<string, Session>()
  let unwatch = (): void => {}

  /** Keys that are revoked and tokens that expire matter for as long as there is a socket. */
  function watch(): () => void {
    const all = (visit: (session: Session) => void) => [...sessions.values()].forEach(visit)
    const unlisten = access.onRevoked(hashes => all(session => session.revoke(hashes)))
    const stop = timer.every(EXPIRY_CHECK_MS, () => all(session => session.tick()))
    return () => {
      unlisten()
      stop()
    }
  }

  return new Elysia({ name: "live" }).ws("/ws/metrics", {
    open(ws) {
      if (sessions.size === 0) unwatch = watch()
      const { request } = ws.data
      sessions.set(ws.id, new Session({ hub, access, timer, request, socket: socketOf(ws.raw), onTrouble: report }))
    },
    message(ws, message) {
      sessions.get(ws.id)?.receive(message)
    },
    drain(ws) {
      sessions.get(ws.id)?.drained()
    },
    close(ws) {
      sessions.get(ws.id)?.end()
      if (sessions.delete(ws.id) && sessions.size === 0) unwatch()
    },
  })
}

interface RawSocket {
  /** −1: sent, and the socket is full; 0: dropped. */
  send(text: string): number
  close(code: number, reason: string): void
}

function socketOf(raw: RawSocket): Socket {
  return {
    send(frame) {
      const outcome = raw.send(frame)
      return outcome > 0 ? "sent" : outcome < 0 ? "queued" : "dropped"
    },
    close: (code, reason) => raw.close(code, reason),
  }
}
