/** Those who want to hear of something. */
export type Listeners<T> = {
  /** Adds a listener; the answer takes it away. */
  add(listener: (value: T) => void): () => void
  tell(value: T): void
}

/** Makes an empty set of listeners. */
export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<{ hear: (value: T) => void }>()
  return {
    add(hear) {
      const listener = { hear }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell(value) {
      for (const listener of [...listeners]) {
        try {
          listener.hear(value)
        } catch (error) {
          // A listener's bug is loud, and still neither loses a record nor keeps the others from hearing.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
  }
}
