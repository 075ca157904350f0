import type { ReactiveController } from "lit"
import type { Connection, Status } from "./connection.ts"
import type { ShopElement } from "./element.ts"
import { presenceOf, type Shown } from "./presence.ts"
import type { Reading } from "./reading.ts"
import type { TopicState } from "./topics.ts"

const NOTHING: TopicState = {}

/** How often "updated 3 min ago" is written anew, ms. */
const AGEING = 15_000

/**
 * Keeps one topic of a host fresh while the host is in the page, and has it rendered on every change.
 *
 * @example
 * class Orders extends ShopElement {
 *   #orders = new TopicController(this, () => "orders?minutes=60")
 *   render() { return this.#orders.data?.value }
 * }
 */
export class TopicController<Data = Reading> implements ReactiveController {
  #link?: Connection
  #topic?: string
  #release?: () => void
  #ageing?: ReturnType<typeof setTimeout>
  #kept?: Data

  /**
   * @param topic read before each render; undefined = nothing wanted now
   * @param isEmpty whether data says nothing, where it is no `Reading`
   */
  constructor(
    private readonly host: ShopElement,
    private readonly topic: () => string | undefined,
    private readonly isEmpty?: (data: Data) => boolean,
  ) {
    host.addController(this)
  }

  /** The newest data; while another window of the same metric is on its way, still that of the former. */
  get data(): Data | undefined {
    return (this.#state.data as Data | undefined) ?? this.#kept
  }

  /** Whether `data` is not yet what was asked for. */
  get pending(): boolean {
    return this.#state.data === undefined && this.#kept !== undefined
  }

  get status(): Status {
    return this.#link?.status ?? { state: "connecting" }
  }

  get shown(): Shown {
    return presenceOf({ ...this.#state, data: this.data }, this.status, this.isEmpty)
  }

  get #state(): TopicState {
    return (this.#topic !== undefined && this.#link?.state(this.#topic)) || NOTHING
  }

  hostConnected() {
    this.host.requestUpdate()
  }

  hostUpdate() {
    const topic = this.topic()
    const link = this.host.link
    if (topic === this.#topic && link === this.#link) return
    const isSameMetric = link === this.#link && topic !== undefined && metricOf(topic) === metricOf(this.#topic)
    const kept = isSameMetric ? this.data : undefined
    this.#follow(link, topic)
    this.#kept = kept
  }

  hostUpdated() {
    clearTimeout(this.#ageing)
    if (this.shown.presence === "stale") this.#ageing = setTimeout(() => this.host.requestUpdate(), AGEING)
  }

  hostDisconnected() {
    clearTimeout(this.#ageing)
    this.#follow(undefined, undefined)
  }

  #follow(link: Connection | undefined, topic: string | undefined) {
    const render = () => this.host.requestUpdate()
    const former = this.#release
    const unwatch = link?.watch(render)
    const unsubscribe = topic === undefined ? undefined : link?.subscribe(topic, render)
    this.#link = link
    this.#topic = topic
    this.#kept = undefined
    this.#release = () => {
      unwatch?.()
      unsubscribe?.()
    }
    former?.()
  }
}

const metricOf = (topic: string | undefined) => topic?.split("?")[0]
