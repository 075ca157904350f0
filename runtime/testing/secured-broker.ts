import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../../deploy/local/free-port.ts"
import { startKafka } from "../../deploy/local/kafka.ts"

/** A broker that speaks TLS only: on one port to anybody, on another to those who log in. */
export interface SecuredBroker {
  tls: string
  login: string
  /** PEM file of the certificate, which nobody else has signed. */
  certificate: string
  username: string
  password: string
  stop(): Promise<void>
}

const [username, password] = ["shop", "open sesame"]
const STORE = ["-storetype", "PKCS12", "-storepass", "changeit"]
const MECHANISMS = ["SCRAM-SHA-256", "SCRAM-SHA-512"]

export async function startSecuredBroker(): Promise<SecuredBroker> {
  const folder = await mkdtemp(join(tmpdir(), "shopstream-secured-"))
  const [keys, certificate] = [join(folder, "keys.p12"), join(folder, "certificate.pem")]
  const names = ["-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1"]
  keytool("-genkeypair", "-alias", "broker", "-keyalg", "EC", ...names, "-validity", "2", ...STORE, "-keystore", keys)
  keytool("-exportcert", "-rfc", "-alias", "broker", ...STORE, "-keystore", keys, "-file", certificate)
  const [tls, login, controller] = [freePort(), freePort(), freePort()].map(port => `127.0.0.1:${port}`)
  const broker = await startKafka({
    settings: {
      listeners: `SSL://${tls},SASL_SSL://${login},CONTROLLER://${controller}`,
      "advertised.listeners": `SSL://${tls},SASL_SSL://${login}`,
      "controller.quorum.voters": `1@${controller}`,
      "listener.security.protocol.map": "SSL:SSL,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
      "inter.broker.listener.name": "SSL",
      "ssl.keystore.type": "PKCS12",
      "ssl.keystore.location": keys,
      "ssl.keystore.password": "changeit",
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": certificate,
      "sasl.enabled.mechanisms": ["PLAIN", ...MECHANISMS].join(","),
      "listener.name.sasl_ssl.plain.sasl.jaas.config": jaas(`plain.PlainLoginModule required user_shop="${password}"`),
      "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config": jaas("scram.ScramLoginModule required"),
      "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": jaas("scram.ScramLoginModule required"),
    },
    format: MECHANISMS.flatMap(name => ["--add-scram", `${name}=[name=${username},password=${password}]`]),
  })
  return {
    ...{ tls: tls!, login: login!, certificate, username, password },
    async stop() {
      await broker.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const jaas = (module: string): string => `org.apache.kafka.common.security.${module};`

/** Java's own tool, which is there wherever a broker can run. */
function keytool(...args: string[]): void {
  const { exitCode, stdout } = Bun.spawnSync(["keytool", ...args])
  if (exitCode !== 0) throw new Error(`keytool ${args[0]} failed: ${stdout}`)
}
