import { afterEach, describe, expect, test } from "bun:test"
import type { Socket, TCPSocketListener } from "bun"
import { failureOf } from "../../../store/testing/failure.ts"
import { Brokers } from "./brokers.ts"
import { kafkaClient } from "./client.ts"
import { Reader, Writer } from "./wire/bytes.ts"
import { METADATA } from "./wire/metadata.ts"

const API_VERSIONS = 18
const ECHO = { apiKey: 99, apiVersion: 0, apiName: "Echo" }

/**
 * A broker that hangs up when we want it to, which a real one does not. It says which partition is led by whom, and sends
 * back whatever is sent to it.
 */
class EchoBroker {
  /** By partition; −1 is nobody. */
  leaders = [1, -1, 2]
  /** Nodes that the metadata name beside this one, which is node 1. */
  others: { nodeId: number; port: number }[] = []
  topicError = 0
  /** How many of the next echoes end in their middle, with the connection. */
  breaks = 0
  readonly listener: TCPSocketListener<{ read: Buffer }>

  constructor() {
    this.listener = Bun.listen<{ read: Buffer }>({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        open: socket => {
          socket.data = { read: Buffer.alloc(0) }
        },
        data: (socket, bytes) => this.#read(socket, bytes),
      },
    })
  }

  get address(): string {
    return `127.0.0.1:${this.listener.port}`
  }

  #read(socket: Socket<{ read: Buffer }>, bytes: Buffer): void {
    let all = Buffer.concat([socket.data.read, bytes])
    while (all.length >= 4 && all.length >= 4 + all.readInt32BE()) {
      const reader = new Reader(all, 4)
      const [apiKey, apiVersion, correlation] = [reader.int16(), reader.int16(), reader.int32()]
      reader.string()
      const body = all.subarray(reader.at, 4 + all.readInt32BE())
      all = all.subarray(4 + all.readInt32BE())
      expect(apiVersion).toBeLessThan(13)
      const answer =
        apiKey === API_VERSIONS ? this.#versions() : apiKey === METADATA.apiKey ? this.#metadata() : Buffer.from(body)
      const framed = new Writer()
        .int32(4 + answer.length)
        .int32(correlation)
        .raw(answer)
        .take()
      if (apiKey === ECHO.apiKey && this.breaks-- > 0) {
        socket.write(framed.subarray(0, framed.length - 3))
        socket.end()
        return
      }
      socket.write(framed)
    }
    socket.data.read = all
  }

  #versions(): Buffer {
    return new Writer().int16(0).int32(1).int16(METADATA.apiKey).int16(0).int16(12).int32(0).take()
  }

  #metadata(): Buffer {
    const nodes = [{ nodeId: 1, port: this.listener.port }, ...this.others]
    const writer = new Writer()
      .tags()
      .int32(0)
      .uvarint(nodes.length + 1)
    for (const { nodeId, port } of nodes) {
      writer.int32(nodeId).compactString("127.0.0.1").int32(port).uvarint(0).tags()
    }
    const leaders = this.topicError === 0 ? this.leaders : []
    writer.compactString("cluster").int32(1).uvarint(2)
    writer
      .int16(this.topicError)
      .compactString("t")
      .raw(Buffer.alloc(16))
      .int8(0)
      .uvarint(leaders.length + 1)
    for (const [partition, leader] of leaders.entries()) {
      writer
        .int16(leader < 0 ? 5 : 0)
        .int32(partition)
        .int32(leader)
        .int32(0)
      for (let lists = 3; lists > 0; lists--) writer.uvarint(2).int32(1)
      writer.tags()
    }
    return writer.int32(0).tags().tags().take()
  }
}

describe("brokers", () => {
  const opened: { stop(): unknown }[] = []
  afterEach(() => Promise.all(opened.splice(0).map(each => each.stop())))
  const open = async (broker = new EchoBroker(), addresses = [broker.address]) => {
    const brokers = new Brokers(kafkaClient({ brokers: addresses }), "t")
    opened.push({ stop: () => brokers.disconnect() }, { stop: () => broker.listener.stop(true) })
    await brokers.connect()
    return { broker, brokers }
  }
  const body = Buffer.from("what is sent")

  test("are known with who leads what, also while a partition has no leader", async () => {
    const { broker, brokers } = await open()
    const known = () => {
      const { led, unled } = brokers.leaders([0, 1, 2, 3])
      return { led: Object.fromEntries(led), unled }
    }
    expect(known()).toEqual({ led: { 1: [0], 2: [2] }, unled: [1, 3] })
    broker.leaders = [2, 2, 1]
    await brokers.refresh()
    expect(known()).toEqual({ led: { 1: [2], 2: [0, 1] }, unled: [3] })
  })

  test("are known while there is no topic", async () => {
    const broker = new EchoBroker()
    broker.topicError = 3
    const { brokers } = await open(broker)
    expect(brokers.leaders([0])).toEqual({ led: new Map(), unled: [0] })
    expect(await brokers.send(1, ECHO, body)).toEqual(body)
  })

  test("that hang up within an answer are connected to anew, and answers are whole again", async () => {
    const { broker, brokers } = await open()
    expect(await brokers.send(1, ECHO, body)).toEqual(body)
    for (let i = 0; i < 3; i++) {
      broker.breaks = 1
      expect(await failureOf(brokers.send(1, ECHO, body))).toBeInstanceOf(Error)
      await brokers.refresh()
      expect(await brokers.send(1, ECHO, body)).toEqual(body)
    }
  })

  test("that are away fail what is sent to them, and nothing else", async () => {
    const broker = new EchoBroker()
    const away = new EchoBroker()
    broker.others = [{ nodeId: 2, port: away.listener.port }]
    const { brokers } = await open(broker)
    expect(await brokers.send(2, ECHO, body)).toEqual(body)
    away.listener.stop(true)
    expect(await failureOf(brokers.send(2, ECHO, body))).toBeInstanceOf(Error)
    expect((await failureOf(brokers.send(2, ECHO, body)))?.message).toContain("the metadata may be old")
    await brokers.refresh()
    expect((await failureOf(brokers.send(2, ECHO, body)))?.message).toContain("ECONNREFUSED")
    expect(await brokers.send(1, ECHO, body)).toEqual(body)
    expect((await brokers.metadata()).brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2])
  })

  test("that move are followed to where they are now", async () => {
    const broker = new EchoBroker()
    const places = Array.from({ length: 8 }, () => new EchoBroker())
    opened.push(...places.map(({ listener }) => ({ stop: () => listener.stop(true) })))
    broker.others = [{ nodeId: 2, port: places[0]!.listener.port }]
    const { brokers } = await open(broker)
    for (const { listener } of places) {
      broker.others = [{ nodeId: 2, port: listener.port }]
      // The one that has just gone may be who is asked first.
      await brokers.refresh()
      expect(await brokers.send(2, ECHO, body)).toEqual(body)
      listener.stop(true)
    }
  })

  test("are found by any configured address that answers", async () => {
    const broker = new EchoBroker()
    const { brokers } = await open(broker, ["127.0.0.1:9", broker.address])
    expect(await brokers.send(1, ECHO, body)).toEqual(body)
  })
})
