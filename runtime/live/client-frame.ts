import { Refusal } from "../errors.ts"
import type { ClientFrame } from "./frames.ts"

const MOST_CHARACTERS = { topic: 512, token: 8_192 }

/**
 * A frame as the client meant it.
 * @param message the frame's JSON, parsed; a string where it is none
 * @throws Refusal bad_request that says what was expected
 */
export function readClientFrame(message: unknown): ClientFrame {
  if (!isObject(message)) throw bad('expected a JSON object such as {"type":"ping"}', message)
  const { type, token, topics } = message
  switch (type) {
    case "ping":
      return { type }
    case "auth":
      if (token === undefined || token === null) return { type }
      if (typeof token !== "string" || token.length > MOST_CHARACTERS.token)
        throw new Refusal("bad_request", "auth: expected token to be a key or a widget token, or absent for the cookie")
      return { type, token }
    case "subscribe":
    case "unsubscribe":
      if (!Array.isArray(topics) || !topics.every(isTopic))
        throw bad(`${type}: expected topics to be a list such as ["revenue?minutes=60"]`, topics)
      return { type, topics }
    default:
      throw bad("expected type to be auth, subscribe, unsubscribe or ping", type)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

const isTopic = (topic: unknown): topic is string =>
  typeof topic === "string" && topic !== "" && topic.length <= MOST_CHARACTERS.topic

function bad(expected: string, came: unknown): Refusal {
  const shown = ArrayBuffer.isView(came) ? "bytes" : came === undefined ? "nothing" : JSON.stringify(came)
  return new Refusal("bad_request", `${expected}, got ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}`)
}
