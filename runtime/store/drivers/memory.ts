import type { ShopEvent } from "../../../sdk/event.ts"
import { assertZone, hourStart } from "../calendar.ts"
import { serial } from "../serial.ts"
import type { Page, Store } from "../store.ts"
import { runWork } from "../transaction.ts"
import { memoryAlerts } from "./memory/alerts.ts"
import { Contents, dirtyKey, entityKey, keyOf, writerKey } from "./memory/contents.ts"
import { memoryMemos } from "./memory/memos.ts"
import { retain } from "./memory/retention.ts"
import { memorySnapshot } from "./memory/snapshot.ts"
import { memoryTx } from "./memory/transaction.ts"

/**
 * The reference model of a store, and a fast store for tests: a transaction works on a copy that becomes the contents.
 * It keeps no roll-ups — its hours and days are the minutes themselves — so it is right where a roll-up could be wrong.
 * Nothing survives the process, and ids are remembered for ever.
 */
export function memoryStore(): Store {
  let contents = new Contents()
  const inTurn = serial()

  /** Changes a copy, and keeps it unless that fails. */
  function change<T>(work: (draft: Contents) => T | Promise<T>): Promise<T> {
    return inTurn(async () => {
      const draft = contents.copy()
      const result = await work(draft)
      contents = draft
      return result
    })
  }

  return {
    overlaps: false,
    transact: (writer, work) => change(draft => runWork(memoryTx(draft, writer), work)),
    checkpoint: async writer => contents.checkpoints.get(writerKey(writer))?.offset,
    sync: () => inTurn(async () => [...contents.checkpoints.values()]),

    async read({ shop, metric, dim, key, from, to }, grain) {
      const rows = [...contents.cells.values()]
      if (grain === "hour") rows.push(...contents.hours.map(row => ({ ...row, t: hourStart(row.t) })))
      if (grain === "day") rows.push(...contents.days)
      return rows
        .filter(row => row.shop === shop && row.metric === metric && row.dim === dim)
        .filter(row => row.t >= from && row.t < to && (key === undefined || row.key === key))
        .map(row => structuredClone({ t: row.t, key: row.key, state: row.state }))
    },
    async recentEntities(shop, kind, limit) {
      return [...contents.entities.values()]
        .filter(entity => entity.shop === shop && entity.kind === kind)
        .sort((a, b) => b.updated - a.updated)
        .slice(0, limit)
        .map(entity => structuredClone(entity))
    },
    entity: async id => structuredClone(contents.entities.get(entityKey(id))),
    async recentRaw(shop, limit) {
      return contents.raw
        .filter(row => row.shop === shop)
        .reverse()
        .sort((a, b) => Date.parse(b.event.timestamp) - Date.parse(a.event.timestamp))
        .slice(0, limit)
        .map(({ log, partition, ...row }) => structuredClone(row))
    },
    async rawEvents({ shop, from, to, session, order }, limit, cursor) {
      const found = contents.raw
        .map(row => ({ ...row, t: Date.parse(row.event.timestamp) }))
        .filter(row => row.shop === shop && row.t >= from && row.t < to)
        .filter(({ event }) => session === undefined || event.session_id === session)
        .filter(({ event }) => order === undefined || (isLedgered(event) && event.order_id === order))
        .sort((a, b) => a.t - b.t)
        .map(({ log, partition, t, ...row }) => structuredClone(row))
      return pageOf(found, limit, cursor)
    },
    async changedEntities({ shop, kind, from, to }, limit, cursor) {
      const found = [...contents.entities.values()]
        .filter(row => row.shop === shop && row.kind === kind && row.updated >= from && row.updated < to)
        .sort((a, b) => b.updated - a.updated || (a.id > b.id ? -1 : 1))
      return pageOf(structuredClone(found), limit, cursor)
    },
    async scanRaw(writer, from, limit) {
      return contents.raw
        .filter(row => writerKey(row) === writerKey(writer) && row.offset >= from)
        .sort((a, b) => a.offset - b.offset)
        .slice(0, limit)
        .map(({ log, partition, ...row }) => structuredClone(row))
    },
    async snapshot(of, work) {
      return work(memorySnapshot(contents, of))
    },
    async deadLetters(limit) {
      const newest = contents.deadLetters.toReversed().slice(0, limit)
      return structuredClone(newest.map(({ at, ...letter }) => letter))
    },
    markResubmitted: letters =>
      change(draft => {
        const placeOf = ({ log, partition, offset }: (typeof letters)[number]) => keyOf(log, partition, offset)
        const places = new Set(letters.map(placeOf))
        const resubmitted_at = new Date().toISOString()
        draft.deadLetters = draft.deadLetters.map(letter =>
          places.has(placeOf(letter)) ? { resubmitted_at, ...letter } : letter,
        )
      }),

    async dirty(before, limit, metrics) {
      return [...contents.dirty.values()]
        .filter(({ metric }) => metrics?.includes(metric) ?? true)
        .filter(({ shop, grain, t }) => contents.bucket(shop, grain, t).end <= before)
        .sort((a, b) => a.t - b.t)
        .slice(0, limit)
    },
    rollUp: bucket => change(draft => void draft.dirty.delete(dirtyKey(bucket))),
    retain: limits => change(draft => retain(draft, limits)),

    shops: async () => structuredClone([...contents.shops.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
    saveShop: shop =>
      change(draft => {
        assertZone(shop.timezone)
        const before = draft.shops.get(shop.id)?.timezone ?? "UTC"
        draft.shops.set(shop.id, structuredClone(shop))
        draft.accessRev++
        if (shop.timezone !== before) recut(draft, shop.id)
      }),
    keys: async () =>
      structuredClone([...contents.keys.values()]).sort((a, b) =>
        keyOf(a.created_at, a.hash) < keyOf(b.created_at, b.hash) ? -1 : 1,
      ),
    saveKey: key =>
      change(draft => {
        draft.keys.set(key.hash, structuredClone(key))
        draft.accessRev++
      }),
    accessRev: async () => contents.accessRev,

    lease: (name, holder, ttl) =>
      change(draft => {
        const now = Date.now()
        const held = draft.leases.get(name)
        if (held && held.holder !== holder && held.until > now) return false
        draft.leases.set(name, { holder, until: now + ttl })
        return true
      }),
    release: (name, holder) =>
      change(draft => {
        if (draft.leases.get(name)?.holder === holder) draft.leases.delete(name)
      }),
    // One process has it all, so there is nobody to tell and nothing to be told.
    announce: async () => {},
    watch: async () => ({ mode: "push", stop: async () => {} }),

    ...memoryAlerts(
      () => contents.alertBook,
      work => change(draft => work(draft.alertBook, ({ lease, holder }) => draft.leases.get(lease)?.holder === holder)),
    ),

    ...memoryMemos(
      () => contents.memos,
      work => change(draft => work(draft.memos)),
    ),

    info: async () => ({ driver: "memory", incidents: contents.incidents.size }),
    incident: incident =>
      change(draft => {
        if (!draft.incidents.has(incident.id)) draft.incidents.set(incident.id, { ...incident })
      }),
    incidents: async () => structuredClone([...contents.incidents.values()]),
    close: () => inTurn(async () => {}),
  }
}

const isLedgered = ({ event_type }: ShopEvent): boolean => event_type === "purchase" || event_type === "refund"

/** The cursor is the place in the list, which is right for as long as nothing is written in between. */
function pageOf<Row>(rows: Row[], limit: number, cursor = "0"): Page<Row> {
  const end = Number(cursor) + limit
  return { rows: rows.slice(Number(cursor), end), ...(end < rows.length ? { next: `${end}` } : {}) }
}

/** After a change of zone, every day that minutes are kept for is another day. */
function recut(draft: Contents, shop: string): void {
  for (const [key, mark] of draft.dirty) if (mark.shop === shop) draft.dirty.delete(key)
  for (const cell of draft.cells.values()) if (cell.shop === shop) draft.touch(shop, cell.metric, cell.t)
}
