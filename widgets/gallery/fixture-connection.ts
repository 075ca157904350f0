import type { Connection, Status } from "../base/connection.ts"
import type { TopicState } from "../base/topics.ts"

/** A connection that knows everything beforehand: for the gallery and its tests, and nowhere else. */
export class FixtureConnection implements Connection {
  /** @param answer the state of each topic, by its string */
  constructor(
    readonly status: Status,
    private readonly answer: (topic: string) => TopicState,
  ) {}

  state(topic: string): TopicState {
    return this.answer(topic)
  }

  watch() {
    return () => {}
  }

  subscribe() {
    return () => {}
  }
}
