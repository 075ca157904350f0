import type { Config } from "../../config.ts"
import type { ReadyReport } from "../../telemetry/readiness.ts"
import type { Finding } from "./finding.ts"

/** What answers on the configured address. */
export type Neighbour = "nobody" | "shopstream" | "another program"

const PATIENCE_MS = 3000

/** Looks at the server's address: free, a healthy server of ours, an ailing one, or somebody else's. */
export async function server({ host, port }: Config): Promise<Finding & { neighbour: Neighbour }> {
  const name = "Server"
  if (port === 0) return { name, found: "PORT is 0: any free port will be taken", neighbour: "nobody" }
  const url = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`
  const move = `stop what runs on port ${port}, or set PORT to another`
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const report = await response.json().catch(() => undefined)
    if (isReport(report)) return { name, ...verdict(url, report), neighbour: "shopstream" }
    return { name, found: `${url} belongs to another program`, todo: move, neighbour: "another program" }
  } catch (error) {
    if ((error as { code?: string }).code === "ConnectionRefused") {
      return { name, found: `not running; ${url} is free`, neighbour: "nobody" }
    }
    return { name, found: `${url} gives no answer that HTTP knows`, todo: move, neighbour: "another program" }
  }
}

function isReport(body: unknown): body is ReadyReport {
  return typeof body === "object" && body !== null && "state" in body && "components" in body
}

/** @example "running on http://127.0.0.1:8000, degraded" and "log: failing; see http://127.0.0.1:8000/ready" */
function verdict(url: string, { state, components, lag }: ReadyReport): Omit<Finding, "name"> {
  const behind = lag ? `, ${lag} records behind` : ""
  const ailing = Object.entries(components).filter(([, component]) => component.state !== "ok")
  const named = ailing.map(([name, component]) => `${name}: ${component.state}`).join(", ")
  return {
    found: `running on ${url}, ${state}${behind}`,
    todo: state === "ok" ? undefined : `${named || "it is stopping"}; see ${url}/ready`,
  }
}
