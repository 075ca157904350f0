import { expect, test } from "bun:test"
import type { Kafka, Message, ProducerRecord } from "kafkajs"
import { failureOf } from "../../../store/testing/failure.ts"
import { envelope, visitorPerPartition } from "../../testing/envelopes.ts"
import { Sender } from "./sender.ts"

/**
 * A client whose answers are ours: that a partition's leader moves between two tries of one send cannot be brought about
 * on real brokers at will. `npm run siege -- fleet --brokers 3` brings it about by chance.
 */
function sending(confirms: (sent: readonly Message[], turn: number) => number[]) {
  const sent: Message[][] = []
  const send = async ({ messages }: ProducerRecord) => {
    sent.push(messages)
    return confirms(messages, sent.length).map(partition => ({ partition }))
  }
  const kafka = { producer: () => ({ send }) } as unknown as Kafka
  const sender = new Sender(kafka, { topic: "t", partitions: 3, bound: 1_000_000, timeout: 5_000 })
  const visitors = visitorPerPartition(3)
  const append = () => sender.append(visitors.map(visitor => envelope(`of-${visitor}`, visitor)))
  return { append, partitions: () => sent.map(messages => messages.map(({ partition }) => partition)) }
}

test("what the client left out, though it says that all is well, is sent again before the append is confirmed", async () => {
  const { append, partitions } = sending((messages, turn) =>
    messages.map(({ partition }) => partition!).filter(partition => turn > 1 || partition !== 1),
  )
  await append()
  expect(partitions()).toEqual([[0, 1, 2], [1]])
})

test("an append of which no partition was confirmed fails", async () => {
  const { append } = sending(() => [])
  expect((await failureOf(append()))?.message).toContain("send them again")
})
