import { expect, test } from 'vitest'
import { aClock } from '../testing/clock.ts'
import { keepingLog } from '../testing/node.ts'
import { createCounters } from './counters.ts'
import { startNightWatch } from './night-watch.ts'

function aWatch() {
  const clock = aClock()
  const log = keepingLog()
  const counters = createCounters()
  const end = startNightWatch({ counters, clock, log })
  return { clock, log, counters, end }
}

test('a quiet night is quiet', () => {
  const { clock, log, counters, end } = aWatch()
  counters.deliveries += 1_000
  counters.connectionsCut.silent += 3
  clock.advance(60_000)
  end()
  expect(log.lines).toEqual([])
})

test('however many readers are cut, the log has one line for it, with how many and why', () => {
  const { clock, log, counters } = aWatch()
  for (let i = 0; i < 200; i++) counters.connectionsCut.unsent += 1
  counters.connectionsCut.stuck += 2
  clock.advance(10_000)
  clock.advance(10_000)
  expect(log.lines).toEqual([{ level: 'warn', event: 'slow-readers-cut', fields: { unsent: 200, stuck: 2 } }])
  counters.connectionsCut.relief += 1
  clock.advance(10_000)
  expect(log.lines.at(-1)).toMatchObject({ event: 'slow-readers-cut', fields: { relief: 1 } })
})

test('who is kept out, who guesses, who floods and what is too much are told', () => {
  const { clock, log, counters } = aWatch()
  counters.upgradesRefused.full += 4
  counters.lookUpsLimited += 5
  counters.connectionsClosed[4429] += 1
  counters.refusals.busy += 6
  clock.advance(10_000)
  expect(log.lines.map(({ event, fields }) => [event, fields])).toEqual([
    ['upgrades-refused', { full: 4 }],
    ['look-ups-limited', { count: 5 }],
    ['flooders-closed', { count: 1 }],
    ['changes-refused', { busy: 6 }],
  ])
})

test('what happened just before the end is told at the end', () => {
  const { log, counters, end } = aWatch()
  counters.lookUpsLimited += 1
  end()
  expect(log.lines).toHaveLength(1)
})
