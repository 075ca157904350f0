/** What one look at a folder of plugins came to. */
export interface CheckVerdict {
  /** What was looked at, e.g. `big_orders: merge is commutative`. */
  name: string
  /** `skipped` where it could not be looked at here; `detail` says why. */
  outcome: "passed" | "failed" | "skipped"
  detail?: string
}

/** Runs a look that throws where something is wrong. */
export async function verdictOf(name: string, look: () => unknown): Promise<CheckVerdict> {
  try {
    await look()
    return { name, outcome: "passed" }
  } catch (error) {
    return { name, outcome: "failed", detail: error instanceof Error ? error.message : String(error) }
  }
}
