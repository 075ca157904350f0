/** What names a memo: of one shop and kind, no two have the same name. */
export interface MemoId {
  shop: string
  kind: "annotation" | "goal"
  name: string
}

/** What people of a shop wrote down beside its numbers. */
export interface Memo extends MemoId {
  /** The time it speaks of, epoch ms: both ends belong to it, and an instant is its own end. Absent: of no time. */
  from?: number
  to?: number
  /** JSON. */
  body: unknown
}

export interface MemoQuery extends Pick<Memo, "shop" | "kind"> {
  /** Only the one of this name. */
  name?: string
  /** Only what speaks of a time in `[from, to)`, epoch ms. */
  window?: { from: number; to: number }
  limit: number
}

/** The part of a store that people write. */
export interface MemoBook {
  /** Latest beginning first, and of the same beginning, or without any, by name. */
  memos(query: MemoQuery): Promise<Memo[]>
  /** Absolute upsert by shop, kind and name. */
  saveMemo(memo: Memo): Promise<void>
  /** @returns whether there was one */
  removeMemo(id: MemoId): Promise<boolean>
}
