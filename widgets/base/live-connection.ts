import { backoff } from "./backoff.ts"
import type { Connection, Status } from "./connection.ts"
import { type ClientFrame, isRefusal, parseFrame } from "./frames.ts"
import { Heartbeat, type HeartbeatTiming } from "./heartbeat.ts"
import { type TopicState, Topics } from "./topics.ts"
import { onWake } from "./wake.ts"

export interface LiveOptions {
  /** Base address, e.g. `https://stats.shop.example`; the socket is at `/ws/metrics` below it. */
  server: string
  /** `rk_`, `ak_` or `wt_`; absent where the dashboard's cookie signs in. */
  token?: string
  heartbeat?: HeartbeatTiming
  /** Wait before attempt n, ms. */
  backoff?: (attempt: number) => number
  /** How long a socket without topics is kept, ms: a page that swaps its elements keeps its socket. */
  linger?: number
}

/** Close codes that refuse rather than interrupt: policy violation, and HTTP's 401 and 403 as sockets say them. */
const REFUSED_CLOSES = new Set([1008, 4401, 4403])

/** One WebSocket and everything that keeps it up. Opens with the first topic and closes after the last. */
export class LiveConnection implements Connection {
  #status: Status = { state: "connecting" }
  #socket?: WebSocket
  #attempt = 0
  #retry?: ReturnType<typeof setTimeout>
  #idle?: ReturnType<typeof setTimeout>
  #flushing = false
  #sleep?: () => void
  /** What the server behind the present socket has been asked for. */
  #asked = new Set<string>()
  readonly #topics = new Topics()
  readonly #watchers = new Set<() => void>()
  readonly #heartbeat: Heartbeat
  readonly #url: string

  constructor(private readonly options: LiveOptions) {
    const url = new URL(`${options.server.replace(/\/$/, "")}/ws/metrics`)
    url.protocol = url.protocol.replace("http", "ws")
    this.#url = url.href
    this.#heartbeat = new Heartbeat(
      () => this.#send({ type: "ping" }),
      () => this.#lost(),
      options.heartbeat,
    )
  }

  get status() {
    return this.#status
  }

  watch(listener: () => void) {
    const own = () => listener()
    this.#watchers.add(own)
    return () => {
      this.#watchers.delete(own)
    }
  }

  state(topic: string): TopicState {
    return this.#topics.state(topic)
  }

  subscribe(topic: string, listener: () => void) {
    const release = this.#topics.want(topic, listener)
    this.#flushSoon()
    return () => {
      release()
      this.#flushSoon()
    }
  }

  /** All elements of a page come and go in one go: one frame for all of them. */
  #flushSoon() {
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush() {
    const wanted = this.#topics.wanted()
    clearTimeout(this.#idle)
    if (wanted.size === 0) this.#idle = setTimeout(() => this.#rest(), this.options.linger ?? 1_000)
    else if (!this.#sleep) this.#start()
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    const unwanted = [...this.#asked].filter(topic => !wanted.has(topic))
    const missing = [...wanted].filter(topic => !this.#asked.has(topic))
    this.#asked = new Set(wanted)
    if (unwanted.length > 0) this.#send({ type: "unsubscribe", topics: unwanted })
    if (missing.length > 0) this.#send({ type: "subscribe", topics: missing })
  }

  #start() {
    this.#sleep = onWake({
      awake: () => this.#awake(),
      offline: () => this.#lost(),
      hidden: () => this.#drop(),
    })
    this.#open()
  }

  /** Nothing is wanted any more: no socket, no listeners, and a refusal is forgotten. */
  #rest() {
    this.#sleep?.()
    this.#sleep = undefined
    this.#drop()
    this.#attempt = 0
    this.#become({ state: "connecting" })
  }

  #open() {
    clearTimeout(this.#retry)
    const socket = new WebSocket(this.#url)
    this.#socket = socket
    socket.onopen = () => {
      this.#heartbeat.heard()
      this.#send({ type: "auth", token: this.options.token })
      this.#flush()
    }
    socket.onmessage = ({ data }) => this.#receive(data)
    socket.onclose = ({ code, reason }) => {
      if (REFUSED_CLOSES.has(code)) this.#refuse(reason || "The server refused this page.")
      else this.#lost()
    }
  }

  #receive(text: unknown) {
    this.#heartbeat.heard()
    const frame = parseFrame(text)
    if (!frame) return
    if (frame.type === "error" && isRefusal(frame)) return this.#refuse(frame.message, frame.code)
    this.#attempt = 0
    this.#become({ state: "live" })
    if (frame.type === "error") this.#topics.fail(frame, frame.topic)
    else if (frame.type !== "pong" && this.#topics.take(frame)) {
      this.#send({ type: "subscribe", topics: [frame.topic] })
    }
  }

  #refuse(reason: string, code?: string) {
    this.#drop()
    this.#become({ state: "refused", reason, code })
  }

  /** The socket is gone or as good as gone: say so and try again after a while. */
  #lost() {
    if (this.#status.state === "refused") return
    this.#drop()
    if (this.#status.state === "live" && navigator.onLine) this.#become({ state: "stale" })
    else this.#become({ state: "offline", reason: unreachable(this.options.server) })
    this.#retry = setTimeout(() => this.#open(), (this.options.backoff ?? backoff)(this.#attempt++))
  }

  #awake() {
    if (this.#status.state === "refused") return
    if (!this.#socket) this.#open()
    else if (this.#socket.readyState === WebSocket.OPEN) this.#heartbeat.check()
  }

  #drop() {
    clearTimeout(this.#retry)
    this.#heartbeat.stop()
    this.#asked.clear()
    const socket = this.#socket
    this.#socket = undefined
    if (!socket) return
    // A close on its way must not be taken for the end of the next socket.
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  #send(frame: ClientFrame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  #become(status: Status) {
    if (status.state === this.#status.state && status.reason === this.#status.reason) return
    this.#status = status
    for (const watcher of [...this.#watchers]) watcher()
  }
}

const unreachable = (server: string) =>
  navigator.onLine ? `${new URL(server).host} cannot be reached.` : "This device is offline."
