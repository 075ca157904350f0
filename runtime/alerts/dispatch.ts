import { type Channel, type Delivery, Undeliverable } from "../../plugins/kit/index.ts"
import type { Timer } from "../live/timer.ts"
import type { DeliveryRecord, Term } from "../store/alerts.ts"
import type { Store } from "../store/store.ts"
import { channelSettings } from "./settings.ts"
import { messageOf } from "./watch.ts"

/** What channels may use to reach the outside. */
export type Reach = Pick<Delivery<unknown>, "post" | "mail" | "log">

export interface DispatcherOptions {
  store: Pick<Store, "deliveries" | "alertSettings" | "saveAlerts">
  channels: readonly Channel[]
  /** The lease under which this process delivers; nothing is claimed once another has it. */
  under?: Term
  reach: Reach
  timer: Timer
  clock(): number
  onTrouble(error: unknown): void
}

export interface Dispatcher {
  /** There may be something to deliver. */
  wake(): void
  /** Waits a moment for attempts that are under way; what they come to after that, a successor finds out anew. */
  stop(): Promise<void>
}

const TICK_MS = 2_000
/** Attempts under way at a time; each is given up after `ATTEMPT_MS`, so one that hangs keeps its place no longer. */
const AT_ONCE = 50
const ATTEMPT_MS = 15_000
/** While an attempt is under way it is not due: neither here nor for a successor, should this process die. */
const CLAIM_MS = 60_000
const LAST_WAIT_MS = 1_000
const [FIRST_RETRY_MS, LAST_RETRY_MS] = [5_000, 3_600_000]
const GIVE_UP_MS = 3 * 24 * 3_600_000

/** Takes what is pending to its channels: each on its own, later and later while a channel is down, for three days. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, under, timer, clock, onTrouble } = options
  const underWay = new Set<Promise<void>>()
  let isStopped = false
  let isGone = false
  let looking: Promise<void> | undefined
  let isAskedAgain = false

  async function look(): Promise<void> {
    const due = await store.deliveries({ due: clock(), limit: AT_ONCE - underWay.size })
    if (due.length === 0 || isStopped) return
    const claimed = due.map(delivery => ({ ...delivery, next_at: clock() + CLAIM_MS }))
    if (!(await store.saveAlerts({ under, deliveries: claimed }))) return
    for (const delivery of claimed) {
      const done = attempt(delivery, options)
        .then(record => (isGone ? undefined : keep(record)))
        .catch(onTrouble)
        .finally(() => underWay.delete(done))
      underWay.add(done)
    }
  }

  /** What was delivered stays so; what was not is a successor's to try, once there is one. */
  async function keep(record: DeliveryRecord): Promise<void> {
    await store.saveAlerts({ under: record.status === "delivered" ? undefined : under, deliveries: [record] })
  }

  function wake(): void {
    if (isStopped || underWay.size >= AT_ONCE) return
    if (looking) {
      isAskedAgain = true
      return
    }
    looking = look()
      .catch(onTrouble)
      .finally(() => {
        looking = undefined
        if (isAskedAgain) {
          isAskedAgain = false
          wake()
        }
      })
  }

  const stopTicking = timer.every(TICK_MS, wake)
  wake()
  return {
    wake,
    async stop() {
      isStopped = true
      stopTicking()
      await looking
      await Promise.race([Promise.all(underWay), Bun.sleep(LAST_WAIT_MS)])
      isGone = true
    },
  }
}

/** Tries once. @returns the record as it stands after that; never throws for what the channel does */
export async function attempt(
  delivery: DeliveryRecord,
  { store, channels, reach, clock }: Omit<DispatcherOptions, "timer" | "onTrouble" | "under">,
): Promise<DeliveryRecord> {
  const attempts = delivery.attempts + 1
  try {
    const plugin = channels.find(({ name }) => name === delivery.channel)
    if (!plugin) throw new Undeliverable(`there is no channel ${delivery.channel} any more`)
    const settings = (await store.alertSettings()).filter(({ shop }) => shop === delivery.shop)
    const own = await channelSettings(plugin, settings)
    if (!own?.enabled) throw new Undeliverable(`the channel ${delivery.channel} was switched off`)
    await inTime(plugin.deliver(delivery.notice, { ...reach, config: own.config, now: clock() }))
    return { ...delivery, attempts, status: "delivered", done_at: iso(clock()), error: undefined }
  } catch (error) {
    const now = clock()
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)) * (0.8 + 0.4 * Math.random())
    const isOver = error instanceof Undeliverable || now + wait > Date.parse(delivery.created_at) + GIVE_UP_MS
    return {
      ...{ ...delivery, attempts, error: messageOf(error) },
      ...(isOver ? { status: "failed", done_at: iso(now) } : { status: "pending", next_at: Math.round(now + wait) }),
    }
  }
}

function inTime(work: Promise<void>): Promise<void> {
  let timeout: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timeout = setTimeout(
      () => reject(new Error(`expected an answer within ${ATTEMPT_MS / 1000} s, got none`)),
      ATTEMPT_MS,
    )
  })
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timeout))
}

const iso = (at: number): string => new Date(at).toISOString()
