/** Longest wait for the answer to something small, ms. */
const ANSWERED_WITHIN = 10_000

/**
 * What was asked, or a failure as of a connection that says nothing where no answer comes: the server is stopped, or the
 * client is stuck (`pool.ts`), and would wait for ever. Whoever asks again gets another connection.
 */
export function answered<T>(asking: PromiseLike<T>): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new Error(`no answer within ${ANSWERED_WITHIN / 1_000} s`)
    reject(Object.assign(error, { code: "CONNECT_TIMEOUT" }))
  }, ANSWERED_WITHIN)
  return Promise.race([asking, silence]).finally(() => clearTimeout(timer))
}
