import type { ReactiveController, ReactiveControllerHost } from "lit"

/** How often ages such as "3 min ago" are written anew, ms. */
const PAUSE = 20_000

/** Renders a host again and again while it is in the page, so that the ages in it grow. */
export class Ageing implements ReactiveController {
  #timer?: ReturnType<typeof setInterval>

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this)
  }

  hostConnected() {
    this.#timer = setInterval(() => this.host.requestUpdate(), PAUSE)
  }

  hostDisconnected() {
    clearInterval(this.#timer)
  }
}
