/** Numbers the states that this process has seen: what a socket or an answer reflects. */
export interface Revision {
  /** `"<epoch>:<n>"`. Needs no receiver, so it can be handed on as it is. */
  current: () => string
  /** Something committed, or time moved the windows on. */
  advance: () => void
}

/** @param epoch names this run of this process; two runs must not share one */
export function createRevision(epoch: string = newEpoch()): Revision {
  let n = 0
  return {
    current: () => `${epoch}:${n}`,
    advance() {
      n++
    },
  }
}

function newEpoch(): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0]!
  return `${Date.now().toString(36)}-${random.toString(36)}`
}
