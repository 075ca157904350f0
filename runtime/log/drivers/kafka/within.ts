/** What a promise brings, or a rejection with `late` where it takes longer than `ms`; the promise itself goes on. */
export function within<T>(ms: number, promise: Promise<T>, late: string): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(late)), ms)
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer))
}
