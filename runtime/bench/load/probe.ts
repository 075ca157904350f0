/** Posts single purchases and waits for the push that shows each: the way of one sale to an open dashboard. */
export interface ProbeOptions {
  url: string
  /** Where the socket is, if not at `url`. */
  liveUrl?: string
  /** A `wk_` and an `rk_` key of the shop. */
  write: string
  read: string
  /** Latencies of the first so many ms are left out. */
  warmUpMs: number
}

export interface Probe {
  /** Purchases posted and seen so far. */
  readonly posted: number
  /** Stops after the purchase under way. @returns POST-to-push latencies, ms, sorted */
  stop(): Promise<number[]>
}

/**
 * Probes buy in a currency of their own, ISO 4217's code for tests, so that the push that includes one can be told from
 * the others even in a shop under load: it stands under `unconverted`.
 */
const CURRENCY = "XTS"
const TOPIC = "revenue?minutes=60"
/** A pause of odd length, so that the probe does not fall into step with anything periodic. */
const PAUSE = { least: 20, most: 120 }
const PATIENCE_MS = 20_000

export async function startProbe({ url, liveUrl = url, write, read, warmUpMs }: ProbeOptions): Promise<Probe> {
  const seen = await subscribe(liveUrl, read)
  const latencies: number[] = []
  let posted = 0
  let stopping = false
  const countedFrom = performance.now() + warmUpMs

  async function buy(): Promise<void> {
    const began = performance.now()
    const shown = seen.reaches(++posted)
    await post(url, write)
    const at = await shown
    if (began >= countedFrom) latencies.push(at - began)
  }

  const done = (async () => {
    while (!stopping) {
      await buy()
      await Bun.sleep(PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least))
    }
    seen.close()
  })()
  // What goes wrong is told by `stop`.
  done.catch(() => {})

  return {
    get posted() {
      return posted
    },
    async stop() {
      stopping = true
      await done
      return latencies.sort((a, b) => a - b)
    },
  }
}

async function post(url: string, key: string): Promise<void> {
  const id = Bun.randomUUIDv7()
  const purchase = {
    ...{ event_id: id, event_type: "purchase", timestamp: new Date().toISOString(), user_id: id, session_id: id },
    ...{ order_id: id, total_amount: 1, currency: CURRENCY },
  }
  const response = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify([purchase]),
  })
  if (response.status !== 202)
    throw new Error(`expected 202 for a probe, got ${response.status}: ${await response.text()}`)
}

interface Frame {
  type: string
  message?: string
  data?: { unconverted?: { currency: string; amount: number }[] }
}

/** A socket that tells when the probe's revenue was shown to have reached an amount (`performance.now()`). */
async function subscribe(url: string, key: string) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws/metrics`)
  const opened = Promise.withResolvers<void>()
  let awaited: { amount: number; resolve(at: number): void } | undefined

  socket.onopen = () => {
    socket.send(JSON.stringify({ type: "auth", token: key }))
    socket.send(JSON.stringify({ type: "subscribe", topics: [TOPIC] }))
  }
  socket.onmessage = ({ data }) => {
    const at = performance.now()
    const frame = JSON.parse(data) as Frame
    if (frame.type === "snapshot") opened.resolve()
    if (frame.type === "error") opened.reject(new Error(frame.message))
    const amount = frame.data?.unconverted?.find(({ currency }) => currency === CURRENCY)?.amount ?? 0
    if (awaited && amount >= awaited.amount) awaited.resolve(at)
  }
  await opened.promise

  return {
    async reaches(amount: number): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      awaited = { amount, resolve }
      const timer = setTimeout(
        () => reject(new Error(`a purchase was not shown within ${PATIENCE_MS / 1000} s`)),
        PATIENCE_MS,
      )
      return promise.finally(() => clearTimeout(timer))
    },
    close: () => socket.close(),
  }
}
