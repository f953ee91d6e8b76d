import type { FillRandom } from '@confab/protocol'
import type { Random } from '../backoff.ts'

/** A generator whose numbers in [0, 1) follow from its seed (mulberry32). */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Random bytes that follow from a seed, for ids in simulations. */
export function createSeededFill(random: Random): FillRandom {
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256)
    return bytes
  }
}
