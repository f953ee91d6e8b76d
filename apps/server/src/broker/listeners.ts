/** Who listens to what, on one node. */
export class Listeners<Topic, Signal> {
  readonly #listeners = new Map<Topic, Set<(signal: Signal) => void>>()

  /** Listens until the returned function is called. One function may listen twice, and stop once. */
  add(topic: Topic, listener: (signal: Signal) => void): () => void {
    const heard = (signal: Signal) => listener(signal)
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(heard))
    return () => {
      listeners.delete(heard)
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
    }
  }

  tell(topic: Topic, signal: Signal): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(signal)
  }

  clear(): void {
    this.#listeners.clear()
  }
}
