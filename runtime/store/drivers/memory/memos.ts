import type { Memo, MemoBook, MemoId } from "../../memos.ts"

export type MemoContents = Map<string, Memo>

const keyOf = ({ shop, kind, name }: MemoId): string => JSON.stringify([shop, kind, name])

/** @param change changes a copy of the contents, and keeps it unless that fails */
export function memoryMemos(
  current: () => MemoContents,
  change: <T>(work: (draft: MemoContents) => T) => Promise<T>,
): MemoBook {
  return {
    async memos({ shop, kind, name, window, limit }) {
      const found = [...current().values()]
        .filter(memo => memo.shop === shop && memo.kind === kind && (name === undefined || memo.name === name))
        .filter(({ from, to }) => !window || (from !== undefined && from < window.to && to! >= window.from))
        .sort((a, b) => (b.from ?? 0) - (a.from ?? 0) || (a.name < b.name ? -1 : 1))
      return structuredClone(found.slice(0, limit))
    },
    saveMemo: memo => change(draft => void draft.set(keyOf(memo), structuredClone(memo))),
    removeMemo: id => change(draft => draft.delete(keyOf(id))),
  }
}
