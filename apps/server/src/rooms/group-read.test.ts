import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { READ_ROUNDS } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { GroupRead } from './group-read.ts'
import { AskAgain } from './room-connection.ts'

/** Readings of a shelf whose books come one by one; each reading tells how many stood there when it began. */
function theShelf() {
  const clock = aClock()
  const readings: { question: string; askers: readonly string[] }[] = []
  let books = 0
  const shelf = new GroupRead<string, string, number>(
    clock,
    (question) => question,
    async (question, askers) => {
      readings.push({ question, askers })
      return books
    },
  )
  return {
    clock,
    shelf,
    readings,
    add: () => {
      books += 1
    },
    /** Uses up the rounds that need no waiting. */
    async tire() {
      for (let i = 0; i < READ_ROUNDS.burst; i++) await shelf.ask('tired', 'Ana')
      readings.length = 0
    },
  }
}

test('a question asked alone is read at once', async () => {
  const { clock, shelf, readings } = theShelf()
  expect(await shelf.ask('books', 'Ana')).toBe(0)
  expect(readings).toEqual([{ question: 'books', askers: ['Ana'] }])
  expect(clock.waiting).toBe(0)
})

test('what is asked in the same turn is read once for each question', async () => {
  const { shelf, readings } = theShelf()
  await Promise.all([shelf.ask('books', 'Ana'), shelf.ask('maps', 'Bo'), shelf.ask('books', 'Chidi')])
  expect(readings).toEqual([
    { question: 'books', askers: ['Ana', 'Chidi'] },
    { question: 'maps', askers: ['Bo'] },
  ])
})

test('[D10] [A11] a thousand who ask within a second cost a handful of readings, and everybody is answered', async () => {
  const { clock, shelf, readings } = theShelf()
  const answers: Promise<number>[] = []
  for (let i = 0; i < 1_000; i++) {
    answers.push(shelf.ask('books', `guest ${i}`))
    clock.advance(1)
    await setImmediate()
  }
  clock.advance(1_000)
  expect(await Promise.all(answers)).toHaveLength(1_000)
  expect(readings.flatMap(({ askers }) => askers)).toHaveLength(1_000)
  expect(readings.length).toBeLessThanOrEqual(READ_ROUNDS.burst + READ_ROUNDS.perSecond + 1)
})

test('[D6] nobody is answered by a reading that began before they asked', async () => {
  const { clock, shelf, add, tire } = theShelf()
  await tire()
  const ana = shelf.ask('books', 'Ana')
  add()
  const bo = shelf.ask('books', 'Bo')
  clock.advance(1_000 / READ_ROUNDS.perSecond)
  add()
  const chidi = shelf.ask('books', 'Chidi')
  clock.advance(1_000)
  expect(await Promise.all([ana, bo, chidi])).toEqual([1, 1, 2])
})

test('a reading that fails fails for those it was for, and for nobody after them', async () => {
  let isBroken = true
  const shelf = new GroupRead<string, string, string>(aClock(), String, async () => {
    if (isBroken) throw new Error('no light')
    return 'read'
  })
  const both = [shelf.ask('books', 'Ana'), shelf.ask('books', 'Bo')]
  for (const one of both) await expect(one).rejects.toThrow('no light')
  isBroken = false
  expect(await shelf.ask('books', 'Chidi')).toBe('read')
})

test('closed, it sends away who waits, and leaves no timer behind', async () => {
  const { clock, shelf, readings, tire } = theShelf()
  await tire()
  const waiting = shelf.ask('books', 'Ana')
  expect(clock.waiting).toBe(1)
  shelf.close()
  await expect(waiting).rejects.toThrow(AskAgain)
  await expect(shelf.ask('books', 'Bo')).rejects.toThrow(AskAgain)
  expect(clock.waiting).toBe(0)
  expect(readings).toEqual([])
})
