import { expect, test } from 'vitest'
import { parse } from './parse.ts'
import { plainTextOf } from './plain-text.ts'
import { ATTACKS } from './testing/attacks.ts'
import { FLOODS } from './testing/floods.ts'
import { harmIn } from './testing/harmless.ts'

/** What one body may take on a machine that has nothing else to do, in milliseconds. */
const GOAL_MS = 50

test('[A64] there are at least 300 attacks, and no two alike', () => {
  expect(new Set(ATTACKS.map(({ body }) => body)).size).toBeGreaterThanOrEqual(300)
})

test.each([...Map.groupBy(ATTACKS, ({ family }) => family)])(
  'what attacks by %s comes out harmless',
  (_, attacks) => {
    for (const { body } of attacks) expect(harmIn(parse(body)), JSON.stringify(body)).toEqual([])
  },
)

test('a harmful tree would be noticed', () => {
  const href = 'javascript:alert(1)'
  const tree = [
    { kind: 'paragraph', inlines: [{ kind: 'link', href, isHonest: true, inlines: [] }] },
  ] as const
  expect(harmIn(tree)).toEqual(['a link to javascript:alert(1)'])
})

test('[A64] raw HTML stays the text it is', () => {
  for (const body of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '&lt;b&gt;&#60;i&#x3e;'])
    expect(parse(body)).toEqual([{ kind: 'paragraph', inlines: [{ kind: 'text', text: body }] }])
})

test('nothing is lost: every body that says something comes out saying something', () => {
  for (const { body } of ATTACKS)
    if (body.trim()) expect(plainTextOf(parse(body)), JSON.stringify(body)).not.toBe('')
})

test('[D10] [A65] floods come out harmless, each in a moment', () => {
  const times = FLOODS.map(({ family, body }) => {
    expect(harmIn(parse(body)), `${family} ${JSON.stringify(body.slice(0, 20))}`).toEqual([])
    // The best of three: what else the machine does is not the parser's time.
    const runs = [0, 1, 2].map(() => {
      const startedAt = performance.now()
      parse(body)
      return performance.now() - startedAt
    })
    return { ms: Math.min(...runs), of: `${body.length} of ${JSON.stringify(body.slice(0, 12))}` }
  }).sort((a, b) => b.ms - a.ms)
  const slowest = times.slice(0, 5).map(({ ms, of }) => `${ms.toFixed(1)} ms ${of}`)
  console.info(`  the slowest of ${times.length} floods: ${slowest.join(', ')}`)
  expect(times[0]?.ms).toBeLessThan(GOAL_MS * 4)
})
