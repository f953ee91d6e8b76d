import { createId, type Hello, type TabId } from '@confab/protocol'
import { expect, test } from 'vitest'
import { HELLO_WAIT_MS_MAX } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { Admission } from './admission.ts'

const HELLO: Hello = { type: 'hello', token: null, tabId: createId<TabId>(), client: 'tests', resume: [] }

function theDoor(limit = { burst: 10, perSecond: 100 }) {
  const clock = aClock()
  const admitted: string[] = []
  const turnedAway: string[] = []
  const door = new Admission<string>(clock, limit, {
    admit: ({ line }) => admitted.push(line),
    turnAway: (line) => turnedAway.push(line),
  })
  const arrive = (count: number) => {
    for (let i = 0; i < count; i++) door.arrive(`guest ${i}`, HELLO)
  }
  return { clock, door, admitted, turnedAway, arrive }
}

test('[D10] a crowd is admitted at the rate there is, and everybody gets in', () => {
  const { clock, door, admitted, turnedAway, arrive } = theDoor()
  arrive(210)
  expect(admitted).toHaveLength(10)
  clock.advance(1_000)
  expect(admitted.length).toBeGreaterThanOrEqual(109)
  expect(admitted.length).toBeLessThanOrEqual(110)
  clock.advance(1_100)
  expect(new Set(admitted).size).toBe(210)
  expect(turnedAway).toEqual([])
  expect(door.waiting).toBe(0)
  expect(clock.waiting).toBe(0)
})

test('who goes while they wait is not admitted, and their place is the next one’s', () => {
  const { clock, door, admitted, arrive } = theDoor()
  arrive(12)
  door.forget('guest 10')
  clock.advance(10)
  expect(admitted.at(-1)).toBe('guest 11')
  expect(admitted).not.toContain('guest 10')
})

test('who would wait too long is sent away in time', () => {
  const { clock, admitted, turnedAway, arrive } = theDoor({ burst: 1, perSecond: 1 })
  arrive(20)
  clock.advance(HELLO_WAIT_MS_MAX + 1_000)
  expect(admitted.length).toBeGreaterThanOrEqual(15)
  expect(admitted.length + turnedAway.length).toBe(20)
  clock.advance(60_000)
  expect(admitted.filter((line) => turnedAway.includes(line))).toEqual([])
  expect(clock.waiting).toBe(0)
})

test('closed, it leaves no timer behind', () => {
  const { clock, door, arrive } = theDoor()
  arrive(50)
  expect(clock.waiting).toBe(1)
  door.close()
  expect(clock.waiting).toBe(0)
})
