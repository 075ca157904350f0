import { bucketOf, type Span } from "../../calendar.ts"
import type * as S from "../../store.ts"
import { AlertContents } from "./alerts.ts"
import type { MemoContents } from "./memos.ts"

/** A cell of one writer, or what is left of it: `t` is epoch ms. */
export interface Kept extends Omit<S.CellId, "minute"> {
  t: number
  writer: string
  state: S.State
  value: number | null
}

/** A dead letter and when it was buried, epoch ms. */
export type Buried = S.KeptLetter & { at: number }

/** Who has a lease, and until when, epoch ms. */
export interface Lease {
  holder: string
  until: number
}

/** All that a store holds. Values are never changed in place, so a copy of the containers is a copy of the whole. */
export class Contents {
  checkpoints = new Map<string, S.Writer & { offset: number }>()
  seen = new Set<string>()
  cells = new Map<string, Kept>()
  /** Cells whose minutes were dropped: they still count in their hour, or the part of it that is of their day, and in their day. */
  hours: Kept[] = []
  days: Kept[] = []
  dirty = new Map<string, S.Dirty>()
  entities = new Map<string, S.Entity>()
  raw: (S.RawEvent & S.Writer)[] = []
  deadLetters: Buried[] = []
  shops = new Map<string, S.Shop>()
  keys = new Map<string, S.KeyRecord>()
  accessRev = 0
  alertBook = new AlertContents()
  memos: MemoContents = new Map()
  incidents = new Map<string, S.Incident>()
  leases = new Map<string, Lease>()

  copy(): Contents {
    const copy = new Contents()
    copy.checkpoints = new Map(this.checkpoints)
    copy.seen = new Set(this.seen)
    copy.cells = new Map(this.cells)
    copy.hours = [...this.hours]
    copy.days = [...this.days]
    copy.dirty = new Map(this.dirty)
    copy.entities = new Map(this.entities)
    copy.raw = [...this.raw]
    copy.deadLetters = [...this.deadLetters]
    copy.shops = new Map(this.shops)
    copy.keys = new Map(this.keys)
    copy.accessRev = this.accessRev
    copy.alertBook = this.alertBook.copy()
    copy.memos = new Map(this.memos)
    copy.incidents = new Map(this.incidents)
    copy.leases = new Map(this.leases)
    return copy
  }

  bucket(shop: string, grain: S.Dirty["grain"], at: number): Span {
    return bucketOf(grain, this.shops.get(shop)?.timezone ?? "UTC", at)
  }

  /** Marks the hour and the day that hold the instant. */
  touch(shop: string, metric: string, at: number): void {
    for (const grain of ["hour", "day"] as const) {
      const mark = { shop, metric, grain, t: this.bucket(shop, grain, at).start }
      this.dirty.set(dirtyKey(mark), mark)
    }
  }
}

/** Parts as one text that no other parts make. */
export const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts)
export const writerKey = ({ log, partition }: S.Writer): string => keyOf(log, partition)
export const dirtyKey = ({ shop, metric, grain, t }: S.Dirty): string => keyOf(shop, metric, grain, t)
export const entityKey = ({ shop, kind, id }: S.EntityId): string => keyOf(shop, kind, id)
export const cellKey = (writer: string, { shop, metric, minute, dim, key }: S.CellId): string =>
  keyOf(writer, shop, metric, minute, dim, key)
