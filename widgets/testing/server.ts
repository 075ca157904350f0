/**
 * A metrics server for tests: real sockets that speak the protocol of `/ws/metrics`, and the session routes. It knows
 * nothing about shops; a test tells it what to say.
 *
 * Every test has a room, the first part of the path, so that tests side by side do not meet:
 * - `/{room}/ws/metrics`, `GET /{room}/api/session`, `POST /{room}/api/session/end`: what elements with
 *   `src="{origin}/{room}"` use; and any other path below `/{room}/api/` that an `answer` was told for
 * - `POST /{room}/tell`, an `Order`: what to do now
 * - `GET /{room}/seen`: what came, a `Seen`
 *
 * Run by `plugin.mjs`, which reads the origin from the first line and ends it by closing its stdin.
 */
import type { Server, ServerWebSocket } from "bun"
import type { ClientFrame, ErrorFrame, ServerFrame } from "../base/frames.ts"
import type { Call, Order, Seen } from "./order.ts"

type Socket = ServerWebSocket<{ room: string; topics: Set<string>; isIn: boolean }>

class Room {
  readonly sockets = new Set<Socket>()
  readonly frames: ClientFrame[] = []
  opened = 0
  #epoch = "a"
  #n = 0
  #refusal?: ErrorFrame
  #isMute = false
  session?: unknown
  readonly calls: Call[] = []
  readonly #rest = new Map<string, Extract<Order, { do: "answer" }>>()
  readonly #answers = new Map<string, { data: unknown; rev: string } | ErrorFrame>()

  tell(order: Order) {
    switch (order.do) {
      case "publish":
        return this.#publish(order.topic, order.data, order.rev)
      case "restart":
        this.#epoch = order.epoch
        this.#n = 0
        return this.#drop()
      case "drop":
        return this.#drop()
      case "send":
        for (const socket of this.sockets) send(socket, order.frame)
        return
      case "fail":
        this.#answers.set(order.topic, { type: "error", code: order.code, message: order.message, topic: order.topic })
        return
      case "refuse":
        this.#refusal = order.code ? { type: "error", code: order.code, message: order.message ?? "" } : undefined
        return
      case "mute":
        this.#isMute = true
        return
      case "sign-in":
        this.session = order.session
        return
      case "answer":
        this.#rest.set(`${order.method ?? "GET"} ${order.path}`, order)
        return
    }
  }

  seen(): Seen {
    const topics = [...this.sockets].flatMap(({ data }) => [...data.topics])
    return { open: this.sockets.size, opened: this.opened, frames: this.frames, topics, calls: this.calls }
  }

  /** Answers a REST call as it was told to. */
  rest(call: Call): Response {
    this.calls.push(call)
    const told = this.#rest.get(`${call.method} ${call.path}`)
    if (!told) return refusal(404, "not_found", `no answer to ${call.method} ${call.path} was told`)
    const { data = null, error, status = error ? 400 : 200 } = told
    return error
      ? refusal(status, error.code, error.message)
      : Response.json({ success: true, data }, { status, headers: CORS })
  }

  hear(socket: Socket, frame: ClientFrame) {
    this.frames.push(frame)
    if (this.#isMute) return
    if (frame.type === "ping") return send(socket, { type: "pong" })
    if (frame.type === "auth") {
      if (this.#refusal) send(socket, this.#refusal)
      socket.data.isIn = !this.#refusal
      return
    }
    if (!socket.data.isIn) return
    for (const topic of frame.topics) {
      if (frame.type === "unsubscribe") socket.data.topics.delete(topic)
      else this.#answer(socket, topic)
    }
  }

  #answer(socket: Socket, topic: string) {
    const answer = this.#answers.get(topic)
    if (answer && "type" in answer) return send(socket, answer)
    socket.data.topics.add(topic)
    if (!answer) return
    const rev = answer.rev.startsWith(`${this.#epoch}:`) ? answer.rev : this.#nextRev()
    send(socket, { type: "snapshot", topic, data: answer.data, rev })
  }

  #publish(topic: string, data: unknown, rev = this.#nextRev()) {
    const isFirst = !this.#answers.has(topic)
    this.#answers.set(topic, { data, rev })
    for (const socket of this.sockets) {
      if (socket.data.topics.has(topic)) send(socket, { type: isFirst ? "snapshot" : "update", topic, data, rev })
    }
  }

  #nextRev(): string {
    this.#n += 1
    return `${this.#epoch}:${this.#n}`
  }

  #drop() {
    for (const socket of this.sockets) socket.terminate()
  }
}

const send = (socket: Socket, frame: ServerFrame) => void socket.send(JSON.stringify(frame))

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-allow-methods": "GET, POST, PUT, DELETE",
}

const refusal = (status: number, code: string, message: string) =>
  Response.json({ success: false, error: { code, message } }, { status, headers: CORS })

const isKnown = (request: Request) => request.headers.get("authorization") === "Bearer rk_right"
const UNKNOWN = () => refusal(401, "unknown_key", "This key is not known here.")

async function callOf(request: Request, room: string): Promise<Call> {
  const { pathname, search } = new URL(request.url)
  const body = await request.text()
  const path = `${pathname.slice(room.length + 1)}${search}`
  return { method: request.method, path, body: body ? JSON.parse(body) : undefined }
}

const rooms = new Map<string, Room>()

function roomOf(name: string): Room {
  const room = rooms.get(name) ?? new Room()
  rooms.set(name, room)
  return room
}

async function answer(request: Request, server: Server<Socket["data"]>): Promise<Response | undefined> {
  const { pathname } = new URL(request.url)
  const [, name = "", route = ""] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? []
  const room = roomOf(name)
  if (request.method === "OPTIONS") return new Response(null, { headers: CORS })
  switch (route) {
    case "ws/metrics":
      return server.upgrade(request, { data: { room: name, topics: new Set(), isIn: false } })
        ? undefined
        : new Response("expected a WebSocket", { status: 426 })
    case "tell":
      room.tell((await request.json()) as Order)
      return Response.json({}, { headers: CORS })
    case "seen":
      return Response.json(room.seen(), { headers: CORS })
    case "api/session":
      return room.session && isKnown(request)
        ? Response.json({ success: true, data: room.session }, { headers: CORS })
        : UNKNOWN()
    case "api/session/end":
      return Response.json({ success: true, data: null }, { headers: CORS })
    default:
      if (route.startsWith("api/")) return isKnown(request) ? room.rest(await callOf(request, name)) : UNKNOWN()
      return new Response(`expected a route of the test server, got ${pathname}`, { status: 404, headers: CORS })
  }
}

const server = Bun.serve<Socket["data"]>({
  port: 0,
  hostname: "127.0.0.1",
  fetch: answer,
  websocket: {
    open(socket) {
      const room = roomOf(socket.data.room)
      room.opened += 1
      room.sockets.add(socket)
    },
    message: (socket, text) => roomOf(socket.data.room).hear(socket, JSON.parse(String(text)) as ClientFrame),
    close: socket => void roomOf(socket.data.room).sockets.delete(socket),
  },
})

console.log(`http://127.0.0.1:${server.port}`)
await Bun.stdin.text()
await server.stop(true)
