import type { Config } from "../../config.ts"
import type { Finding } from "./checks.ts"

/** What answers on the configured address. */
export type Neighbour = "nobody" | "shopstream" | "another program"

const PATIENCE_MS = 3000

/** Looks at the server's address: free, a healthy server of ours, an ailing one, or somebody else's. */
export async function server({ host, port }: Config): Promise<Finding & { neighbour: Neighbour }> {
  const name = "Server"
  if (port === 0) return { name, found: "PORT is 0: any free port will be taken", neighbour: "nobody" }
  const url = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`
  let response: Response
  try {
    response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (error) {
    if ((error as { code?: string }).code === "ConnectionRefused") {
      return { name, found: `not running; ${url} is free`, neighbour: "nobody" }
    }
    const todo = `stop what runs on port ${port}, or set PORT to another`
    return { name, found: `${url} gives no answer that HTTP knows`, todo, neighbour: "another program" }
  }
  const body: { success?: boolean; data?: unknown } | undefined = await response.json().catch(() => undefined)
  if (typeof body?.success !== "boolean") {
    const todo = `stop it, or set PORT to another`
    return { name, found: `${url} belongs to another program`, todo, neighbour: "another program" }
  }
  if (response.ok) return { name, found: `running on ${url}, ready`, neighbour: "shopstream" }
  return {
    name,
    found: `running on ${url}, not ready`,
    todo: `look at what ${url}/ready says: ${JSON.stringify(body).slice(0, 400)}`,
    neighbour: "shopstream",
  }
}
