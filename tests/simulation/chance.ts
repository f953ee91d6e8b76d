import { createSeededFill, createSeededRandom } from '@confab/client/testing'
import type { FillRandom } from '@confab/protocol'

/** Seeded chance: everything that happens by chance in a world comes from here, so a seed repeats it. */
export type Chance = {
  /** [0, 1) */
  next: () => number
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number
  /** True with this probability. */
  happens(probability: number): boolean
  pick<T>(items: readonly T[]): T
  fill: FillRandom
}

/** The chance of one seed. */
export function createChance(seed: number): Chance {
  const next = createSeededRandom(seed)
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    fill: createSeededFill(next),
  }
}
