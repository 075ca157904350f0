/**
 * The error a promise rejects with; undefined when it resolves. Not `expect(promise).rejects`: Bun holds up the event
 * loop while that waits, and with it the answers of a thread.
 */
export function failureOf(promise: Promise<unknown>): Promise<Error | undefined> {
  return promise.then(
    () => undefined,
    (error: Error) => error,
  )
}
