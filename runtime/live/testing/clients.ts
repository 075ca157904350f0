import { connect, type Socket } from "node:net"
import type { ClientFrame } from "../frames.ts"

export type Frame = { type: string; [key: string]: unknown }

/** A real client. `next` waits for the next frame that is asked for, in order of arrival. */
export class Browser {
  readonly frames: Frame[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #socket: WebSocket
  #wake = (): void => {}

  constructor(port: number, headers: Record<string, string> = {}) {
    const options = { headers } as unknown as string[]
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/ws/metrics`, options)
    this.closed = new Promise(resolve => {
      this.#socket.onclose = ({ code, reason }) => resolve({ code, reason })
    })
    this.#socket.onmessage = ({ data }) => {
      this.frames.push(JSON.parse(data))
      this.#wake()
    }
  }

  async open(): Promise<this> {
    await new Promise(resolve => {
      this.#socket.onopen = resolve
    })
    return this
  }

  send(frame: ClientFrame | string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(typeof frame === "string" || ArrayBuffer.isView(frame) ? frame : JSON.stringify(frame))
  }

  async next(...types: string[]): Promise<Frame> {
    for (;;) {
      const at = this.frames.findIndex(({ type }) => types.includes(type))
      if (at >= 0) return this.frames.splice(at, 1)[0]!
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  close(): void {
    this.#socket.close()
  }
}

/** A WebSocket client over a bare connection, so that it can stop reading: browsers always read. */
export class RawClient {
  #text = ""
  #wake = (): void => {}

  private constructor(readonly tcp: Socket) {
    tcp.setEncoding("latin1")
    tcp.on("data", (chunk: string) => {
      this.#text += chunk
      this.#wake()
    })
  }

  static async open(port: number): Promise<RawClient> {
    const client = new RawClient(connect(port, "127.0.0.1"))
    const head = ["GET /ws/metrics HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade"]
    const handshake = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    client.tcp.write(`${[...head, ...handshake].join("\r\n")}\r\n\r\n`)
    await client.until(text => text.includes("\r\n\r\n"))
    return client
  }

  /** One text frame, masked with zeros. */
  send(text: string): void {
    const bytes = Buffer.from(text)
    const length = bytes.length < 126 ? [0x80 | bytes.length] : [0xfe, bytes.length >> 8, bytes.length & 0xff]
    this.tcp.write(Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), bytes]))
  }

  /** Waits for a text among all that came since the last call. */
  async until(isThere: (text: string) => boolean): Promise<string> {
    while (!isThere(this.#text)) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    const text = this.#text
    this.#text = ""
    return text
  }

  pause = () => this.tcp.pause()
  resume = () => this.tcp.resume()
  close = () => this.tcp.destroy()
}
