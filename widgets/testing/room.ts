/// <reference types="mocha" />

import type { Reading } from "../base/reading.ts"
import { reading } from "../gallery/fixtures.ts"
import type { Order, Seen } from "./order.ts"

/** A test's own server, reached at `src`. */
export class Room {
  private constructor(readonly src: string) {}

  static async open(): Promise<Room> {
    const { origin } = await (await fetch("/metrics-server.json")).json()
    return new Room(`${origin}/${crypto.randomUUID()}`)
  }

  async tell(order: Order): Promise<void> {
    await fetch(`${this.src}/tell`, { method: "POST", body: JSON.stringify(order) })
  }

  async seen(): Promise<Seen> {
    return (await fetch(`${this.src}/seen`)).json()
  }

  /** Data of a topic that is no reading. */
  async bring(topic: string, data: unknown): Promise<void> {
    await this.tell({ do: "publish", topic, data })
  }

  /** What a server would answer the topic, with some of it changed. */
  async publish(topic: string, change: Partial<Reading> = {}, rev?: string): Promise<void> {
    await this.tell({ do: "publish", topic, data: reading(topic, change), rev })
  }
}

/** Waits until `look` finds something, and answers it; the test's own timeout is the only clock. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, false | null | undefined>> {
  for (;;) {
    const found = await look()
    if (found) return found as Exclude<T, false | null | undefined>
    await new Promise(next => setTimeout(next, 10))
  }
}

/** Puts markup into the page. @returns its first element */
export function place<E extends HTMLElement>(markup: string): E {
  const box = document.createElement("div")
  box.innerHTML = markup
  document.body.append(box)
  return box.firstElementChild as E
}

/** Empties the page: call it after each test. */
export const clear = () => document.body.replaceChildren()

/** Text of an element as rendered, shadow roots included, white space evened out. */
export function textOf(element: Element): string {
  const parts: string[] = []
  const walk = (node: Node) => {
    if (node instanceof Text) parts.push(node.data)
    if (node instanceof HTMLStyleElement) return
    for (const child of (node instanceof Element && node.shadowRoot?.childNodes) || node.childNodes) walk(child)
  }
  walk(element)
  return parts.join(" ").replace(/[\s\u00a0\u202f]+/g, " ")
}
