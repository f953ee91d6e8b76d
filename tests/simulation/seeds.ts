import { describe, expect, test } from 'vitest'
import { emptyTally, type Tally, tellStory } from './story.ts'

/** Stories of a run. A fresh checkout tells the same ones, so a red run is red for everybody. */
const SEEDS = 10_000

/** Files they are shared out to, so that every worker of the run has some to tell. */
const SHARES = 4

/** Seeds of one test: enough to keep the list short, few enough to see it move. */
const CHUNK = 500

/** What a story may take at most, on a busy machine, in milliseconds. */
const STORY_MS_MAX = 400

/** Declares the tests of one share of the seeds, 0 to 3. */
export function tellShare(share: number): void {
  const tally = emptyTally()
  describe('[D1–D9] people talk while lines are cut, nodes die in the middle of commits, doorbells get lost and the store fails', () => {
    const [from, to] = [(share * SEEDS) / SHARES, ((share + 1) * SEEDS) / SHARES]
    for (let first = from; first < to; first += CHUNK)
      test(
        `seeds ${first} to ${first + CHUNK - 1}`,
        async () => expect(await tellAll(first, first + CHUNK, tally)).toEqual([]),
        CHUNK * STORY_MS_MAX,
      )
    test('and everything that may happen in them did', () => {
      const { stories, posts, acks, removals, returns, wishes, crashes } = tally
      const died = Object.entries(crashes).map(([point, times]) => `${times} ${point}`)
      console.log(
        `${stories} stories: ${posts} posts, ${acks} acks; ${wishes.edit} edits, ${wishes.delete} deletions, ${wishes.react} reactions; ${removals} removed, ${returns} back; died in a commit: ${died.join(', ')}`,
      )
      expect(stories).toBe(to - from)
      expect(removals - returns).toBeGreaterThan(100)
      expect(returns).toBeGreaterThan(100)
      for (const times of Object.values(wishes)) expect(times).toBeGreaterThan(1_000)
      for (const times of Object.values(crashes)) expect(times).toBeGreaterThan(100)
    })
  })
}

async function tellAll(from: number, to: number, tally: Tally): Promise<string[]> {
  const failures: string[] = []
  for (let seed = from; seed < to; seed++) {
    const [first] = await tellStory(seed, {}, tally)
    if (first)
      failures.push(`[${first.rule}] ${first.what}\n  again: cd tests && node simulation/tell.ts ${seed}`)
    // A story never lets go of the thread, and the run wants to hear from it now and then.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return failures
}
