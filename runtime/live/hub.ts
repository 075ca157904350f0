import type { Access, Principal } from "../access/principal.ts"
import type { Committed } from "../pipeline/committed.ts"
import type { Answers } from "../query/answers.ts"
import { Client, type Outlet } from "./client.ts"
import { DASHBOARD, metricsBehindDashboard, readDashboard } from "./dashboard.ts"
import type { Revision } from "./revision.ts"
import { systemTimer, type Timer } from "./timer.ts"
import { Topic } from "./topic.ts"

export interface HubOptions {
  answers: Answers
  access: Pick<Access, "shop">
  /** The same one that `answers` tells `rev` by. */
  revision: Revision
  timer?: Timer
  /** Milliseconds from a commit until its numbers had been handed to the sockets. */
  onPushed?(ms: number): void
  /** A topic could not be read; it is tried again within a second. */
  onTrouble?(error: unknown): void
}

/** Tells sockets what committed, and only that. */
export interface Hub {
  /** To be called after each commit, in commit order. */
  publish(committed: Committed): void
  /** Other plugins answer now: every topic looks again. */
  refresh(): void
  connect(principal: Principal, outlet: Outlet): Client
  /** Ends a client's subscriptions. */
  disconnect(client: Client): void
  counts(): { sockets: number; topics: number }
  stop(): void
}

/** A little under the second that is promised, so that a late timer keeps the promise. */
const TICK_MS = 900
/** Windows move on with the minute, and what they are compared with is cut at the nearest minute: twice as often. */
const STEP_MS = 30_000

export function createHub(options: HubOptions): Hub {
  const { answers, access, revision, timer = systemTimer, onPushed = () => {}, onTrouble = console.error } = options
  /** By shop, so that a commit looks at its own shop's topics only; then by who may see what, and name. */
  const shops = new Map<string, Map<string, Topic>>()
  const clients = new Set<Client>()
  let step = Math.floor(timer.now() / STEP_MS)

  function topicOf(principal: Principal, name: string): Topic {
    const topics = shops.get(principal.shop.id) ?? new Map<string, Topic>()
    const key = `${scopeOf(principal)} ${name}`
    const topic = topics.get(key) ?? openTopic(principal, name)
    shops.set(principal.shop.id, topics.set(key, topic))
    return topic
  }

  function openTopic(principal: Principal, name: string): Topic {
    // The shop's currency or zone may change while the socket stays.
    const reader = (): Principal => ({ ...principal, shop: access.shop(principal.shop.id) ?? principal.shop })
    const common = { name, revision, timer, onPushed, onTrouble }
    if (name === DASHBOARD) {
      const behind = () => metricsBehindDashboard(answers)
      return new Topic({ ...common, style: "beats", behind, read: () => readDashboard(answers, reader()) })
    }
    const { path, params } = parse(name)
    const behind = () => answers.metricsBehind(path)
    return new Topic({ ...common, style: "updates", behind, read: () => answers.answer(reader(), path, params) })
  }

  function released(principal: Principal, topic: Topic): void {
    const topics = shops.get(principal.shop.id)
    if (!topics || topic.followers > 0) return
    topics.delete(`${scopeOf(principal)} ${topic.options.name}`)
    if (topics.size === 0) shops.delete(principal.shop.id)
  }

  function tick(): void {
    const now = Math.floor(timer.now() / STEP_MS)
    if (now !== step) {
      step = now
      revision.advance()
      for (const topics of shops.values()) for (const topic of topics.values()) topic.touch()
    }
    for (const client of clients) client.tick()
    for (const topics of shops.values()) for (const topic of topics.values()) topic.tick()
  }

  const stopTicking = timer.every(TICK_MS, tick)

  return {
    publish({ metrics, at }) {
      revision.advance()
      for (const [shop, changed] of metrics) {
        for (const topic of shops.get(shop)?.values() ?? []) {
          if (overlap(changed, topic.behind)) topic.touch(at)
        }
      }
    },

    refresh() {
      revision.advance()
      for (const topics of shops.values()) for (const topic of topics.values()) topic.refresh()
    },

    connect(principal, outlet) {
      const client = new Client(principal, outlet, {
        topic: name => topicOf(principal, name),
        dashboard: () => topicOf(principal, DASHBOARD),
        released: topic => released(principal, topic),
      })
      clients.add(client)
      return client
    },

    disconnect(client) {
      clients.delete(client)
      client.close()
    },

    counts: () => ({
      sockets: clients.size,
      topics: [...shops.values()].reduce((sum, topics) => sum + topics.size, 0),
    }),

    stop() {
      stopTicking()
      for (const client of clients) client.close()
      clients.clear()
    },
  }
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true
  return false
}

/** Principals that are told the same numbers share topics: all keys of a shop, and widget tokens with equal limits. */
function scopeOf({ kind, metrics, round, minimum, filters }: Principal): string {
  return kind === "widget" ? JSON.stringify([metrics, round, minimum, filters]) : ""
}

/** A topic as path and query. */
function parse(name: string): { path: string; params: URLSearchParams } {
  const at = name.indexOf("?")
  return {
    path: at < 0 ? name : name.slice(0, at),
    params: new URLSearchParams(at < 0 ? "" : name.slice(at + 1)),
  }
}
