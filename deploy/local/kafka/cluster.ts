import { freePort } from "../free-port.ts"
import { clusterId, type LocalKafka, startBroker } from "./broker.ts"

/**
 * Several brokers that copy each other's partitions, each of them a controller too: while more than half of them are up,
 * whatever was acknowledged is there. In a cluster of one there is nobody to copy to.
 */
export async function startCluster(jars: string, nodes: number): Promise<LocalKafka[]> {
  const cluster = clusterId()
  const ports = Array.from({ length: nodes }, () => ({ broker: freePort(), controller: freePort() }))
  const voters = ports.map(({ controller }, i) => `${i + 1}@127.0.0.1:${controller}`).join(",")
  const copies = String(Math.min(3, nodes))
  const starts = ports.map(({ broker, controller }, i) =>
    startBroker({
      ...{ jars, cluster, port: broker },
      settings: {
        "node.id": String(i + 1),
        "controller.quorum.voters": voters,
        listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
      },
    }),
  )
  try {
    return await Promise.all(starts)
  } catch (error) {
    const started = await Promise.allSettled(starts)
    await Promise.all(started.map(start => start.status === "fulfilled" && start.value.stop()))
    throw error
  }
}
