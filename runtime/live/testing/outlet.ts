import type { Outlet } from "../client.ts"
import type { ServerFrame } from "../frames.ts"

/** A socket's end that keeps what it was sent and can be made to fill up. */
export class TestOutlet implements Outlet {
  readonly frames: (ServerFrame & { data?: never; rev?: string; topic?: string })[] = []
  outcome: "sent" | "queued" | "dropped" = "sent"

  send(frame: string) {
    if (this.outcome !== "dropped") this.frames.push(JSON.parse(frame))
    return this.outcome
  }

  /** Frames since the last call. */
  take() {
    return this.frames.splice(0)
  }
}
