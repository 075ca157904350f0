import { afterAll, describe, expect, test } from "bun:test"
import { join } from "node:path"
import { endTestKafka, testKafka } from "../../../testing/kafka.ts"
import type { Batch, Log, Offset } from "../../log.ts"
import { envelopes, idsOf, visitorPerPartition } from "../../testing/envelopes.ts"
import { openTopic, type TopicRig } from "./testing.ts"

const kafka = await testKafka()
afterAll(endTestKafka)

/** A worker as the pipeline is one: it folds a batch only if the checkpoint is where the batch begins. */
class Worker {
  readonly committed: Batch[] = []
  readonly resumed: number[] = []
  readonly revoked: number[] = []
  readonly #done = new AbortController()
  readonly #ended: Promise<void>
  failure: unknown

  constructor(
    readonly log: Log,
    readonly checkpoints: Map<number, Offset>,
  ) {
    this.#ended = this.#run().catch(error => {
      this.failure = error
    })
  }

  async #run(): Promise<void> {
    const resume = async (_: string, partition: number) => {
      this.resumed.push(partition)
      return this.checkpoints.get(partition)
    }
    while (!this.#done.signal.aborted) {
      for await (const round of this.log.consume(resume, this.#done.signal, p => this.revoked.push(p))) {
        if (!round.every(batch => this.#commits(batch))) break
      }
    }
  }

  #commits(batch: Batch): boolean {
    if ((this.checkpoints.get(batch.partition) ?? 0) !== batch.from) return false
    this.checkpoints.set(batch.partition, batch.next)
    this.committed.push(batch)
    return true
  }

  async stop(): Promise<void> {
    this.#done.abort()
    await this.#ended
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await Bun.sleep(20)
}

if ("bootstrap" in kafka) {
  const withTopic = async (partitions: number, work: (rig: TopicRig) => Promise<void>) => {
    const rig = await openTopic(kafka.bootstrap, { partitions })
    try {
      await work(rig)
    } finally {
      await rig.dispose()
    }
  }

  describe("a group of Kafka logs", () => {
    const partitions = 4
    const visitors = visitorPerPartition(partitions)
    const perVisitor = (count: number, prefix: string) =>
      visitors.flatMap((visitor, p) => envelopes(count, `${prefix}-${p}`, visitor))

    test("shares the partitions; joining and leaving under load loses nothing and repeats nothing", () =>
      withTopic(partitions, async ({ log, open }) => {
        const checkpoints = new Map<number, Offset>()
        const ends = (count: number) => visitors.every((_, p) => checkpoints.get(p) === count)
        const one = new Worker(log, checkpoints)
        await log.append(perVisitor(10, "alone"))
        await until(() => ends(10))

        const other = new Worker(await open(), checkpoints)
        await until(() => other.resumed.length > 0)
        for (let i = 0; i < 20; i++) await log.append(perVisitor(5, `both-${i}`))
        await until(() => ends(110))
        expect(other.committed.length).toBeGreaterThan(0)
        await until(() => one.revoked.length > 0)
        expect(new Set(other.resumed).size).toBe(2)

        await other.stop()
        await other.log.close()
        for (let i = 0; i < 20; i++) await log.append(perVisitor(5, `again-${i}`))
        await until(() => ends(210))
        await one.stop()
        const ids = idsOf([...one.committed, ...other.committed])
        expect(ids.length).toBe(210 * partitions)
        expect(new Set(ids).size).toBe(210 * partitions)
        expect([one.failure, other.failure]).toEqual([undefined, undefined])
      }))

    test("gives a killed process's partitions to the others within 10 s, from the checkpoint on", () =>
      withTopic(partitions, async ({ log, topic }) => {
        await log.append(perVisitor(10, "before"))
        const script = join(import.meta.dir, "../../testing/kafka-reader.ts")
        const reader = Bun.spawn([process.execPath, script, kafka.bootstrap, topic, String(partitions)], {
          stdio: ["ignore", "pipe", "inherit"],
        })
        // It has read all four, and committed nothing.
        const output = reader.stdout.getReader()
        for (let printed = ""; !visitors.every((_, p) => printed.includes(`${p} 10\n`)); ) {
          printed += new TextDecoder().decode((await output.read()).value)
        }
        reader.kill("SIGKILL")
        await reader.exited
        const died = performance.now()

        const checkpoints = new Map<number, Offset>()
        const worker = new Worker(log, checkpoints)
        await until(() => visitors.every((_, p) => checkpoints.get(p) === 10))
        expect(performance.now() - died).toBeLessThan(10_000)
        await worker.stop()
        expect(idsOf(worker.committed).length).toBe(10 * partitions)
      }))

    test("stays in the group from one iteration to the next, and asks anew where to go on", () =>
      withTopic(1, async ({ log, topic, admin }) => {
        await log.append(envelopes(4))
        const membersWhile = async (from: Offset) => {
          for await (const [batch] of log.consume(async () => from, new AbortController().signal)) {
            expect(batch!.from).toBe(from)
            break
          }
          const { groups } = await admin.describeGroups([topic])
          return groups[0]!.members.map(({ memberId }) => memberId)
        }
        const first = await membersWhile(0)
        expect(first).toHaveLength(1)
        expect(await membersWhile(2)).toEqual(first)
      }))
  })
}
