import { expect, test } from 'vitest'
import type { Heard } from './announcement.ts'
import { Announcer, GATHER_MS, GATHER_MS_MAX, PAUSE_MS } from './announcer.ts'

const from = (authorName: string, text: string): Heard => ({ authorName, text, mentionsMe: false })

/** What a voice reads out is compared without the marks that keep names from turning sentences around. */
const heardAloud = (words: string) => words.replace(/[\u2068\u2069]/gu, '').split('\n')

/** A clock with one alarm, which is all an announcer sets. */
function aClock() {
  let now = 0
  let alarm: { at: number; act: () => void } | null = null
  return {
    now: () => now,
    monotonic: () => now,
    after(delayMs: number, act: () => void) {
      const set = { at: now + delayMs, act }
      alarm = set
      return () => {
        if (alarm === set) alarm = null
      }
    },
    advance(ms: number) {
      const end = now + ms
      while (alarm && alarm.at <= end) {
        const { at, act } = alarm
        alarm = null
        now = at
        act()
      }
      now = end
    },
  }
}

function aListener() {
  const clock = aClock()
  const said: string[][] = []
  const announcer = new Announcer(clock, (words) => said.push(heardAloud(words)))
  return { clock, said, announcer }
}

test('one message is read out', () => {
  const { clock, said, announcer } = aListener()
  announcer.hear([from('Ana', 'Supper is\nready')])
  expect(said).toEqual([])
  clock.advance(GATHER_MS)
  expect(said).toEqual([['Ana: Supper is ready']])
})

test('five that come together are one sentence', () => {
  const { clock, said, announcer } = aListener()
  for (const text of ['one', 'two', 'three']) announcer.hear([from('Ana', text)])
  clock.advance(200)
  announcer.hear([from('Bo', 'four'), from('Chidi', 'five')])
  clock.advance(60_000)
  expect(said).toEqual([['5 new messages from Ana, Bo and Chidi']])
})

test('fifty over a while are a few sentences, each with its pause', () => {
  const { clock, said, announcer } = aListener()
  const saidAt: number[] = []
  for (let i = 0; i < 50; i++) {
    announcer.hear([from(i % 2 ? 'Ana' : 'Bo', `message ${i}`)])
    const before = said.length
    clock.advance(200)
    if (said.length > before) saidAt.push(clock.monotonic())
  }
  clock.advance(60_000)
  expect(said).toEqual([
    ['10 new messages from Bo and Ana'],
    ['20 new messages from Bo and Ana'],
    ['20 new messages from Bo and Ana'],
  ])
  for (const [i, at] of saidAt.entries())
    if (i > 0) expect(at - (saidAt[i - 1] ?? 0)).toBeGreaterThanOrEqual(PAUSE_MS)
})

test('nobody waits longer than a moment for the first word, however fast the others type', () => {
  const { clock, said, announcer } = aListener()
  for (let waited = 0; waited < GATHER_MS_MAX; waited += 100) {
    announcer.hear([from('Ana', 'and another')])
    clock.advance(100)
  }
  expect(said).toHaveLength(1)
})

test('what speaks to somebody is read out in any burst', () => {
  const { clock, said, announcer } = aListener()
  const burst = Array.from({ length: 10 }, (_, i) => from('Ana', `message ${i}`))
  announcer.hear([...burst, { authorName: 'Bo', text: 'are you coming?', mentionsMe: true }])
  clock.advance(60_000)
  expect(said).toEqual([['11 new messages from Ana and Bo', 'Bo mentions you: are you coming?']])
})

test('what is long is read out in part', () => {
  const { clock, said, announcer } = aListener()
  announcer.hear([from('Ana', '🍲'.repeat(300))])
  clock.advance(60_000)
  expect(said).toEqual([[`Ana: ${'🍲'.repeat(200)}…`]])
})

test('who left hears nothing more', () => {
  const { clock, said, announcer } = aListener()
  announcer.hear([from('Ana', 'one')])
  announcer.close()
  clock.advance(60_000)
  expect(said).toEqual([])
})
