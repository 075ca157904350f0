import { describe, expect, test } from "bun:test"
import { Refusal } from "../errors.ts"
import { createRevision } from "./revision.ts"
import { ManualTimer, settled } from "./testing/timer.ts"
import { type Follower, PAUSE_MS, Topic, type TopicOptions } from "./topic.ts"

class Listener implements Follower {
  frames: string[] = []
  ready = true
  hasEnded = false
  isReady = () => this.ready
  dropped = () => {
    this.hasEnded = true
  }
  send(frame: string) {
    this.frames.push(frame)
    return true
  }
  take = () => this.frames.splice(0).map(frame => JSON.parse(frame))
}

/** A topic over a number that tests change by hand. */
function counter(options: Partial<TopicOptions> = {}) {
  const timer = new ManualTimer(1_000_000)
  const revision = createRevision("test")
  const state = { value: 0, reads: 0 }
  const pushed: number[] = []
  const topic = new Topic({
    name: "orders",
    behind: () => new Set(["orders"]),
    style: "updates",
    revision,
    timer,
    onPushed: ms => pushed.push(ms),
    onTrouble() {},
    async read() {
      state.reads++
      return { value: state.value, as_of: timer.now(), rev: revision.current() }
    },
    ...options,
  })
  const commit = (value: number) => {
    state.value = value
    revision.advance()
    topic.touch(timer.now())
  }
  return { timer, topic, state, commit, pushed, revision }
}

const values = (frames: { data: { value: number } }[]) => frames.map(({ data }) => data.value)

describe("a follower", () => {
  test("gets a snapshot, then an update for each change", async () => {
    const { timer, topic, commit } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await settled()
    expect(listener.take()).toEqual([
      { type: "snapshot", topic: "orders", rev: "test:0", data: { value: 0, as_of: 1_000_000, rev: "test:0" } },
    ])
    await timer.advance(PAUSE_MS)
    commit(1)
    await settled()
    expect(listener.take()).toMatchObject([{ type: "update", topic: "orders", rev: "test:1", data: { value: 1 } }])
  })

  test("that asks again gets a snapshot again", async () => {
    const { topic } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await settled()
    topic.follow(listener)
    expect(listener.take().map(({ type }) => type)).toEqual(["snapshot", "snapshot"])
  })

  test("hears nothing when what committed did not change the data", async () => {
    const { timer, topic, commit, state } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await timer.advance(PAUSE_MS)
    commit(0)
    await settled()
    expect(state.reads).toBe(2)
    expect(listener.take()).toHaveLength(1)
  })

  test("that comes while nothing has changed costs no reading", async () => {
    const { topic, state } = counter()
    topic.follow(new Listener())
    await settled()
    const late = new Listener()
    topic.follow(late)
    expect(late.take()).toMatchObject([{ type: "snapshot" }])
    expect(state.reads).toBe(1)
  })

  test("that comes during a reading gets its snapshot from it", async () => {
    const { topic, state } = counter()
    const [early, late] = [new Listener(), new Listener()]
    topic.follow(early)
    topic.follow(late)
    await settled()
    expect(late.take()).toMatchObject([{ type: "snapshot" }])
    expect(state.reads).toBe(1)
  })

  test("that comes while an unchanged state is read anew gets its snapshot too", async () => {
    const { timer, topic, commit } = counter()
    topic.follow(new Listener())
    await timer.advance(PAUSE_MS)
    commit(0)
    const late = new Listener()
    topic.follow(late)
    await settled()
    expect(late.take()).toMatchObject([{ type: "snapshot", data: { value: 0 } }])
  })
})

describe("coalescing", () => {
  test("reads at most 20 times a second however much commits, for all followers at once, and ends with the last state", async () => {
    const { timer, topic, commit, state } = counter()
    const listeners = Array.from({ length: 50 }, () => new Listener())
    for (const listener of listeners) topic.follow(listener)
    await settled()
    const before = state.reads
    for (let n = 1; n <= 1000; n++) {
      commit(n)
      await timer.advance(1)
    }
    expect(state.reads - before).toBeLessThanOrEqual(20)
    expect(state.reads - before).toBeGreaterThanOrEqual(18)
    await timer.advance(PAUSE_MS)
    for (const listener of listeners) {
      const seen = values(listener.take())
      expect(seen.at(-1)).toBe(1000)
      expect(seen.length).toBeLessThanOrEqual(22)
    }
  })

  test("a first change after a pause is read at once", async () => {
    const { timer, topic, commit, pushed } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await timer.advance(PAUSE_MS)
    commit(1)
    await settled()
    expect(values(listener.take())).toEqual([0, 1])
    expect(pushed).toEqual([0])
  })

  test("what commits during a reading is read after it", async () => {
    const gates: (() => void)[] = []
    let value = 0
    const read = async () => {
      const seen = value
      await new Promise<void>(resolve => gates.push(resolve))
      return { value: seen }
    }
    const { timer, topic } = counter({ read })
    const listener = new Listener()
    topic.follow(listener)
    value = 1
    topic.touch()
    gates.shift()!()
    await timer.advance(PAUSE_MS)
    gates.shift()!()
    await settled()
    expect(values(listener.take())).toEqual([0, 1])
  })

  test("a clock that was set back holds nothing up", async () => {
    const { timer, topic, commit } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await settled()
    await timer.advance(-3_600_000)
    commit(1)
    await timer.advance(PAUSE_MS)
    expect(values(listener.take())).toEqual([0, 1])
  })

  test("the time from commit to push counts from the oldest commit that was waiting", async () => {
    const { timer, topic, commit, pushed } = counter()
    topic.follow(new Listener())
    await settled()
    commit(1)
    await timer.advance(30)
    commit(2)
    await timer.advance(PAUSE_MS)
    expect(pushed).toEqual([PAUSE_MS])
  })
})

describe("a follower that cannot take more", () => {
  test("is brought the newest state when it can again, and none of those between", async () => {
    const { timer, topic, commit } = counter()
    const listener = new Listener()
    topic.follow(listener)
    await timer.advance(PAUSE_MS)
    listener.take()
    listener.ready = false
    for (let n = 1; n <= 10; n++) {
      commit(n)
      await timer.advance(PAUSE_MS)
    }
    expect(listener.take()).toEqual([])
    listener.ready = true
    topic.bring(listener)
    topic.bring(listener)
    expect(values(listener.take())).toEqual([10])
  })

  test("gets its snapshot late if it had none", async () => {
    const { topic } = counter()
    const listener = new Listener()
    listener.ready = false
    topic.follow(listener)
    await settled()
    listener.ready = true
    topic.bring(listener)
    expect(listener.take()).toMatchObject([{ type: "snapshot" }])
  })
})

describe("a reading that fails", () => {
  test("is told, tried again at the next tick, and nobody is sent anything false", async () => {
    let isAway = true
    const troubles: unknown[] = []
    const { timer, topic } = counter({
      read: async () => {
        if (isAway) throw new Error("store is away")
        return { value: 7 }
      },
      onTrouble: error => troubles.push(error),
    })
    const listener = new Listener()
    topic.follow(listener)
    await timer.advance(PAUSE_MS)
    expect(troubles).toHaveLength(1)
    expect(listener.take()).toEqual([])
    isAway = false
    topic.tick()
    await settled()
    expect(values(listener.take())).toEqual([7])
  })

  test("because it may not be asked ends the topic with the reason", async () => {
    const { topic } = counter({
      read: async () => {
        throw new Refusal("bad_parameter", "minutes: expected a whole number")
      },
    })
    const listener = new Listener()
    topic.follow(listener)
    await settled()
    expect(listener.take()).toEqual([
      { type: "error", code: "bad_parameter", message: "minutes: expected a whole number", topic: "orders" },
    ])
    expect(listener.hasEnded).toBe(true)
    expect(topic.followers).toBe(0)
  })
})

describe("a topic that beats", () => {
  test("repeats the newest state at every tick, with the time", async () => {
    const { timer, topic, state } = counter({ style: "beats", name: "dashboard" })
    const [named, silent] = [new Listener(), new Listener()]
    topic.follow(named)
    topic.follow(silent, "update")
    await timer.advance(900)
    topic.tick()
    const beat = { type: "metrics_update", timestamp: "1970-01-01T00:16:40.900Z", data: { value: 0 } }
    expect(named.take()).toMatchObject([{ type: "snapshot", topic: "dashboard" }, beat])
    expect(silent.take()).toMatchObject([{ type: "metrics_update" }, beat])
    expect(state.reads).toBe(1)
  })

  test("beats even when a reading that follows the tick finds nothing new", async () => {
    const { timer, topic, commit } = counter({ style: "beats" })
    const listener = new Listener()
    topic.follow(listener, "update")
    await timer.advance(40)
    listener.take()
    commit(0)
    topic.tick()
    await timer.advance(PAUSE_MS)
    expect(listener.take()).toHaveLength(1)
  })
})
