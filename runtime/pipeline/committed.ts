/** What one committed transaction changed. The live hub re-reads these from the store; nothing uncommitted is told. */
export interface Committed {
  /** Names of the metrics whose cells changed, per shop. */
  metrics: ReadonlyMap<string, ReadonlySet<string>>
  /** Epoch ms of the commit. */
  at: number
}

export type CommittedListener = (committed: Committed) => void
