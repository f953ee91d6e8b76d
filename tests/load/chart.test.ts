import { expect, test } from 'vitest'
import { drawChart } from './chart.ts'
import { panelsOf } from './panels.ts'
import { aReport, harbour, kitchen } from './testing/measured.ts'

const widthsIn = (svg: string) =>
  [...svg.matchAll(/class="bar[^"]*" d="M\d+ [\d.]+h([\d.]+)/g)].map(([, w]) => Number(w))

test('a scenario with peers has a panel for each case, and a goal on Confab’s bar', () => {
  expect(panelsOf(kitchen, aReport())).toEqual([
    {
      title: 'the kitchen: deliveries',
      good: 'at least',
      bars: [
        { label: 'Confab', value: 150_000, text: '150 k', isOwn: true, goal: 120_000 },
        { label: 'socket.io', value: 60_000, text: '60 k', isOwn: false, goal: null },
      ],
    },
  ])
})

test('one without has a bar for each case', () => {
  expect(panelsOf(harbour, aReport())).toMatchObject([
    {
      title: 'p99',
      good: 'at most',
      bars: [
        { label: 'the quay', goal: 10 },
        { label: 'the pier', goal: 20 },
      ],
    },
  ])
})

test('bars are as long as their figures, and the longest fills the room there is', () => {
  const svg = drawChart('In the kitchen', panelsOf(kitchen, aReport()))
  const [own = 0, theirs = 0] = widthsIn(svg)
  // Round ends take three off each.
  expect((theirs + 3) / (own + 3)).toBeCloseTo(60 / 150, 2)
})

test('what words hold cannot break the picture', () => {
  const bars = [{ label: '<b> & "c"', value: 0, text: '', isOwn: false, goal: null }]
  const svg = drawChart('a & b', [{ title: '<i>', bars, good: 'at most' }])
  expect(svg).toContain('<title>a &amp; b</title>')
  expect(svg).toContain('&lt;b> &amp; &quot;c&quot;')
  expect(svg).not.toMatch(/<[bi]>|NaN|Infinity/)
})
