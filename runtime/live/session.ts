import type { Access, Principal } from "../access/principal.ts"
import { Refusal, refusalOf } from "../errors.ts"
import { assertReader, readerOf } from "../query/reader.ts"
import type { Client, Outlet } from "./client.ts"
import { readClientFrame } from "./client-frame.ts"
import { type ErrorFrame, type ServerFrame, UNAUTHORISED } from "./frames.ts"
import type { Hub } from "./hub.ts"
import type { Timer } from "./timer.ts"

/** A socket's end, as a session uses it. */
export interface Socket extends Outlet {
  close(code: number, reason: string): void
}

export interface SessionOptions {
  hub: Pick<Hub, "connect" | "disconnect">
  access: Pick<Access, "resolve" | "ofRequest" | "checkOrigin">
  timer: Timer
  /** The upgrade: its cookie may sign in, its Origin is checked. */
  request: Request
  socket: Socket
  onTrouble(error: unknown): void
}

/** A socket that has not said who it is by then is closed. */
export const SIGN_IN_MS = 5_000

/** One socket from its first frame to its end. */
export class Session {
  #principal?: Principal
  #client?: Client
  #isOver = false
  /** Frames are handled one after the other, though signing in takes a moment. */
  #turn: Promise<void> = Promise.resolve()
  readonly #stopWaiting: () => void

  constructor(private readonly options: SessionOptions) {
    this.#stopWaiting = options.timer.after(SIGN_IN_MS, () => {
      const expected = '{"type":"auth","token":"rk_…"} within 5 s'
      if (!this.#client) this.#refuse(new Refusal("missing_key", `expected ${expected}, got no sign-in`))
    })
  }

  receive(message: unknown): void {
    this.#turn = this.#turn.then(() => this.#handle(message))
  }

  drained(): void {
    this.#client?.drained()
  }

  /** Its key was revoked. */
  revoke(hashes: ReadonlySet<string>): void {
    const { keyHash } = this.#principal ?? {}
    if (keyHash !== undefined && hashes.has(keyHash)) {
      this.#refuse(new Refusal("revoked_key", "the key of this socket was revoked; make another one"))
    }
  }

  /** Its token or sign-in may have run out. */
  tick(): void {
    const { expires } = this.#principal ?? {}
    if (expires !== undefined && expires <= this.options.timer.now()) {
      this.#refuse(new Refusal("expired_token", "the token or sign-in of this socket has expired; get a new one"))
    }
  }

  /** The socket is closed. */
  end(): void {
    this.#isOver = true
    this.#stopWaiting()
    if (this.#client) this.options.hub.disconnect(this.#client)
    this.#client = undefined
    this.#principal = undefined
  }

  async #handle(message: unknown): Promise<void> {
    if (this.#isOver) return
    try {
      const frame = readClientFrame(message)
      if (frame.type === "ping") return this.#tell({ type: "pong" })
      if (frame.type === "auth") return await this.#signIn(frame.token)
      if (!this.#client) await this.#signIn(undefined)
      if (frame.type === "subscribe") this.#client?.subscribe(frame.topics)
      else this.#client?.unsubscribe(frame.topics)
    } catch (error) {
      this.#tell(errorFrame(this.#refusalOf(error)))
    }
  }

  async #signIn(token: string | undefined): Promise<void> {
    if (this.#client) throw new Refusal("bad_request", "this socket is signed in; open another one for another key")
    const { hub, socket } = this.options
    let principal: Principal
    try {
      principal = await this.#principalOf(token)
    } catch (error) {
      return this.#refuse(this.#refusalOf(error))
    }
    if (this.#isOver) return
    this.#stopWaiting()
    this.#principal = principal
    this.#client = hub.connect(principal, socket)
    const { id, name, currency, timezone } = principal.shop
    this.#tell({ type: "ready", shop: { id, name, currency, timezone } })
  }

  async #principalOf(token: string | undefined): Promise<Principal> {
    const { access, request } = this.options
    if (token === undefined) return readerOf(request, access)
    const principal = await access.resolve(token)
    assertReader(principal)
    access.checkOrigin(principal, request.headers.get("origin"))
    return principal
  }

  /** Says why, and closes. What cannot be known now (`unavailable`, `internal`) is worth another try: 1013. */
  #refuse(refusal: Refusal): void {
    this.#tell(errorFrame(refusal))
    this.options.socket.close(refusal.status < 500 ? UNAUTHORISED : 1013, refusal.code)
    this.end()
  }

  #refusalOf(error: unknown): Refusal {
    const refusal = refusalOf(error)
    if (refusal !== error) this.options.onTrouble(error)
    return refusal
  }

  #tell(frame: ServerFrame): void {
    const text = JSON.stringify(frame)
    if (this.#client) this.#client.send(text)
    else this.options.socket.send(text)
  }
}

function errorFrame({ code, message }: Refusal): ErrorFrame {
  return { type: "error", code, message }
}
