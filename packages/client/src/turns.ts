/** One that waits for its turn: `start` answers whether it began, `flush` tells its room of it. */
export type Turn = { start: () => boolean; flush: () => void }

/** Lets a few at once have their turn, in the order they came. */
export interface Turns {
  /** Waits, or begins at once. */
  take(turn: Turn): void
  /** One that began is through: the next ones begin, and their rooms are told. */
  done(): void
}

/** Makes them. */
export function createTurns(atOnce: number): Turns {
  const waiting: Turn[] = []
  let underway = 0

  function startNext(): Turn[] {
    const started: Turn[] = []
    while (underway < atOnce) {
      const next = waiting.shift()
      if (!next) break
      if (!next.start()) continue
      underway += 1
      started.push(next)
    }
    return started
  }

  return {
    take(turn) {
      waiting.push(turn)
      startNext()
    },
    done() {
      underway -= 1
      for (const { flush } of startNext()) flush()
    },
  }
}
