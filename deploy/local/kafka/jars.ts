import { existsSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"

export const KAFKA_VERSION = "4.1.1"
const JAVA = 17
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

/**
 * The folder of the broker's jars, fetched by Maven the first time (43 MB) and kept in the user's cache.
 * @returns the folder, or what is missing and what to do
 */
export async function ensureJars(say: (line: string) => void): Promise<{ folder: string } | { missing: string }> {
  const java = await javaVersion()
  if (java === undefined || java < JAVA) {
    const found = java === undefined ? "none" : `Java ${java}`
    return {
      missing: `Kafka needs Java ${JAVA} or later, found ${found}: install a JRE (Debian: openjdk-17-jre-headless)`,
    }
  }
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "shopstream", `kafka-${KAFKA_VERSION}`)
  if (existsSync(folder)) return { folder }
  if (!Bun.which("mvn")) {
    return { missing: `Kafka ${KAFKA_VERSION} is not in ${folder}, and there is no Maven to fetch it: install maven` }
  }
  say(`Fetching Kafka ${KAFKA_VERSION} by Maven into ${folder} …`)
  // Filled beside its place, so that a fetch that was broken off is never taken for a whole one.
  const half = `${folder}.${process.pid}`
  await mkdir(half, { recursive: true })
  const maven = Bun.spawn(
    [
      ...["mvn", "-q", "-B", "-f", join(import.meta.dir, "pom.xml"), `-Dkafka.version=${KAFKA_VERSION}`],
      ...[COPY, "-DincludeScope=runtime", `-DoutputDirectory=${half}`],
    ],
    { stdin: "ignore", stdout: "pipe", stderr: "inherit" },
  )
  const said = await new Response(maven.stdout).text()
  if ((await maven.exited) !== 0) {
    await rm(half, { recursive: true, force: true })
    return { missing: `Maven could not fetch Kafka ${KAFKA_VERSION}: ${said.trim().split("\n")[0]}` }
  }
  // Another process may have been faster: its folder is as good.
  await rename(half, folder).catch(() => rm(half, { recursive: true, force: true }))
  return { folder }
}

async function javaVersion(): Promise<number | undefined> {
  if (!Bun.which("java")) return undefined
  const java = Bun.spawn(["java", "-version"], { stdin: "ignore", stdout: "ignore", stderr: "pipe" })
  const major = /version "(?:1\.)?(\d+)/.exec(await new Response(java.stderr).text())?.[1]
  return major === undefined ? undefined : Number(major)
}
