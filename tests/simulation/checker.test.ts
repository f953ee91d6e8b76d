import { describe, expect, test } from 'vitest'
import { BAD_SEEDS } from './bad-seeds.ts'
import { type StorySabotage, tellStory } from './story.ts'

test.each(BAD_SEEDS)('seed $seed, which found: $found', async ({ seed }) => {
  expect(await tellStory(seed)).toEqual([])
})

test('the same seed tells the same story', async () => {
  const sabotage: StorySabotage = { gaps: 'skipped' }
  const once = await firstCaught(sabotage)
  expect(once).not.toBeNull()
  expect(await tellStory(once?.seed ?? 0, sabotage)).toEqual(once?.breaches)
}, 60_000)

describe('the checker notices', () => {
  test.each<{ broken: string; sabotage: StorySabotage; rules: string[] }>([
    { broken: 'a store that forgets which ids it has', sabotage: { dedup: 'off' }, rules: ['D3'] },
    { broken: 'acks before the commit', sabotage: { ack: 'before-commit' }, rules: ['D1'] },
    { broken: 'a node that skips gaps', sabotage: { gaps: 'skipped' }, rules: ['D8'] },
    {
      broken: 'a store that does not heed who was removed',
      sabotage: { removal: 'unheeded' },
      rules: ['D9'],
    },
    { broken: 'a node that hears of removals late', sabotage: { removals: 'late' }, rules: ['D9'] },
    { broken: 'a replay that leaves something out', sabotage: { replay: 'short' }, rules: ['D8'] },
    {
      broken: 'nodes that do not notice a lost word about who is here',
      sabotage: { standings: 'untold' },
      rules: ['presence'],
    },
    { broken: 'dead nodes that count as alive', sabotage: { leases: 'endless' }, rules: ['presence'] },
  ])(
    '$broken',
    async ({ sabotage, rules }) => {
      const caught = await firstCaught(sabotage, rules)
      expect(caught?.breaches.map((breach) => breach.rule)).toEqual(expect.arrayContaining(rules))
    },
    60_000,
  )
})

/** The first story that breaks one of these rules. */
async function firstCaught(sabotage: StorySabotage, rules?: readonly string[]) {
  for (let seed = 0; seed < 600; seed++) {
    const breaches = await tellStory(seed, sabotage)
    if (breaches.some(({ rule }) => !rules || rules.includes(rule))) return { seed, breaches }
  }
  return null
}
