/** Both in ms. */
export interface HeartbeatTiming {
  /** Quiet time after which a ping goes out. */
  every: number
  /** How long its answer may take. */
  patience: number
}

/**
 * Notices a dead socket: TCP may keep one "open" for minutes after the network is gone. Any frame counts as a sign of
 * life; after `every` ms without one it pings, after `patience` more it calls `dead`.
 */
export class Heartbeat {
  #timer?: ReturnType<typeof setTimeout>

  constructor(
    private readonly ping: () => void,
    private readonly dead: () => void,
    private readonly timing: HeartbeatTiming = { every: 20_000, patience: 8_000 },
  ) {}

  /** A frame came, or the socket just opened. */
  heard() {
    this.stop()
    this.#timer = setTimeout(() => this.check(), this.timing.every)
  }

  /** Asks for a sign of life now: after a laptop wakes, its old socket may be gone. */
  check() {
    this.stop()
    this.ping()
    this.#timer = setTimeout(this.dead, this.timing.patience)
  }

  stop() {
    clearTimeout(this.#timer)
  }
}
