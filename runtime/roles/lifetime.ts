/** What a process has opened and started, to be let go of in the opposite order. */
export class Lifetime {
  readonly #endings: (() => Promise<void> | void)[] = []
  #ending?: Promise<void>

  /** True from the moment the end begins: nothing new is taken then. */
  readonly isEnding = (): boolean => this.#ending !== undefined

  opened<T extends { close(): Promise<void> | void }>(resource: T): T {
    this.#endings.unshift(() => resource.close())
    return resource
  }

  started<T extends { stop(): Promise<void> | void }>(service: T): T {
    this.#endings.unshift(() => service.stop())
    return service
  }

  /** Ends everything, newest first; calls share one end. What cannot be ended keeps nothing else from it. @throws the first failure */
  end(): Promise<void> {
    this.#ending ??= this.#endAll()
    return this.#ending
  }

  async #endAll(): Promise<void> {
    const failures: unknown[] = []
    for (const end of this.#endings.splice(0)) {
      try {
        await end()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
