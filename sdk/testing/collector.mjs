/**
 * A collector for tests: a real HTTP server on an origin of its own, so that CORS, keepalive and text/plain follow the
 * browser's rules. It remembers what it was sent and fails in whatever way it is told to.
 *
 * Every test has a room, the first part of the path, so that tests side by side do not meet:
 * - `POST /{room}/v1/events`: what an SDK with `host: {origin}/{room}` sends
 * - `POST /{room}/plan`, `{"next": ["drop", "unavailable:1"], "always": "ok"}`: how the next requests are answered, and
 *   all after them (the keys of `ANSWERS`, with an argument after a colon)
 * - `GET /{room}/requests`: what came, `[{ at, method, headers, body, status }]`
 */
import { createServer } from "node:http"

const CORS = { "access-control-allow-origin": "*", "access-control-expose-headers": "Retry-After" }

const refusal = (code, message) => ({ success: false, error: { code, message } })

/** An event is refused when its `properties.poison` is true. */
const poisonous = event => event.properties?.poison === true

function verdicts(events) {
  const rejected = events.flatMap((event, index) =>
    poisonous(event)
      ? [{ index, event_id: event.event_id, code: "invalid_field", message: "expected no poison, came some" }]
      : [],
  )
  const accepted = events.length - rejected.length
  return [accepted ? 202 : 400, { success: accepted > 0, data: { accepted, rejected } }]
}

/** How to answer events: `[status, body, headers]`, or undefined to cut the connection. */
const ANSWERS = {
  ok: verdicts,
  /** The network fails on the way: the collector never sees the request. */
  offline: () => undefined,
  /** The events are taken, but the answer does not arrive. */
  drop: () => undefined,
  /** Refuses a body that holds poison without saying where. */
  blind: events => (events.some(poisonous) ? [400, refusal("malformed_json", "expected JSON")] : verdicts(events)),
  /** Refuses more than `most` events. */
  narrow: (events, most) =>
    events.length > Number(most) ? [413, refusal("too_large", "too large")] : verdicts(events),
  unauthorized: () => [401, refusal("unknown_key", "expected a key of this shop")],
  forbidden: () => [403, refusal("origin_not_allowed", "expected another origin")],
  unavailable: (_, seconds) => [503, refusal("not_durable", "try later"), seconds ? { "retry-after": seconds } : {}],
  limited: (_, seconds) => [429, refusal("rate_limited", "try later"), seconds ? { "retry-after": seconds } : {}],
}

async function textOf(request) {
  let text = ""
  for await (const chunk of request.setEncoding("utf8")) text += chunk
  return text
}

function json(response, status, data, headers = {}) {
  response.writeHead(status, { ...CORS, ...headers, "content-type": "application/json" }).end(JSON.stringify(data))
}

async function collect(room, request, response) {
  const { method, headers } = request
  const body = await textOf(request)
  const [how, argument] = (room.next.shift() ?? room.always).split(":")
  const answer = ANSWERS[how](JSON.parse(body || "{}").events ?? [], argument)
  if (how !== "offline") room.requests.push({ at: Date.now(), method, headers, body, status: answer?.[0] })
  if (answer) json(response, ...answer)
  else request.socket.destroy()
}

/**
 * @param {Record<string, () => Promise<string>>} scripts JavaScript to serve, by path below the origin
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function startCollector(scripts = {}) {
  const rooms = new Map()

  function room(name) {
    if (!rooms.has(name)) rooms.set(name, { next: [], always: "ok", requests: [] })
    return rooms.get(name)
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost")
    const [, name, route] = /^\/(?:(.+?)\/)?(v1\/events|plan|requests)$/.exec(pathname) ?? []
    if (scripts[pathname]) {
      response.writeHead(200, { ...CORS, "content-type": "text/javascript" }).end(await scripts[pathname]())
    } else if (route === "v1/events") await collect(room(name), request, response)
    else if (route === "plan") {
      Object.assign(room(name), JSON.parse(await textOf(request)))
      json(response, 200, {})
    } else if (route === "requests") json(response, 200, room(name).requests)
    else json(response, 404, refusal("not_found", `expected a route of the test collector, came ${pathname}`))
  })
  await new Promise(listening => server.listen(0, "127.0.0.1", listening))

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise(closed => {
        server.close(closed)
        server.closeAllConnections()
      }),
  }
}
