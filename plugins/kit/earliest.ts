/** When something happened, and by which event: a total order, since event ids are unique. */
export interface Stamp {
  /** Epoch ms. */
  time: number
  event_id: string
}

export function isEarlier(a: Stamp, b: Stamp): boolean {
  return a.time !== b.time ? a.time < b.time : a.event_id < b.event_id
}

/** The earlier of two: whoever comes first to be looked at, the same one stays. */
export function earliest<T extends Stamp>(known: T | undefined, news: T): T {
  return known && !isEarlier(news, known) ? known : news
}

/**
 * Puts one more into a list sorted by time, and keeps the earliest `most`. Any order of insertions gives the same list.
 * @returns `list` itself where nothing changes
 */
export function insertEarliest<T extends Stamp>(list: readonly T[], news: T, most: number): readonly T[] {
  const at = list.findIndex(other => isEarlier(news, other))
  const place = at < 0 ? list.length : at
  return place >= most ? list : list.toSpliced(place, 0, news).slice(0, most)
}
