import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { ALIVE_MS, STANDINGS_MAX, STANDINGS_REPEATED } from '../limits.ts'
import { Standings } from './standings.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')
const room = (i: number) => anId<RoomId>(`room-${i}`)
const told = (standings: Standings) => standings.next().map(({ roomId }) => roomId)

test('of a few rooms every beat tells all, each once', () => {
  const standings = new Standings()
  standings.set({ roomId: kitchen, number: 1, count: 1 })
  standings.set({ roomId: harbour, number: 1, count: 2 })
  standings.set({ roomId: kitchen, number: 2, count: 3 })
  for (let beat = 0; beat < 10; beat++)
    expect(new Set(standings.next())).toEqual(
      new Set([
        { roomId: kitchen, number: 2, count: 3 },
        { roomId: harbour, number: 1, count: 2 },
      ]),
    )
  expect(standings.roundMs).toBe(ALIVE_MS)
})

test('a room that nobody is in is told of a few times, and then no more', () => {
  const standings = new Standings()
  standings.set({ roomId: kitchen, number: 1, count: 1 })
  standings.next()
  standings.set({ roomId: kitchen, number: 2, count: 0 })
  for (let beat = 0; beat < STANDINGS_REPEATED; beat++)
    expect(standings.next()).toEqual([{ roomId: kitchen, number: 2, count: 0 }])
  expect(standings.next()).toEqual([])
  expect(standings.highest).toBe(2)
})

test('[D10] of a great many a beat tells a portion, and all of them in a round', () => {
  const standings = new Standings()
  const count = 3 * STANDINGS_MAX
  for (let i = 0; i < count; i++) standings.set({ roomId: room(i), number: 1, count: 1 })
  while (standings.next().length === STANDINGS_MAX);
  const beats = standings.roundMs / ALIVE_MS
  const heard = new Set<RoomId>()
  for (let beat = 0; beat < beats; beat++) {
    const portion = told(standings)
    expect(portion.length).toBeLessThanOrEqual(STANDINGS_MAX)
    for (const roomId of portion) heard.add(roomId)
  }
  expect(heard.size).toBe(count)
})

test('what changed lately does not wait for its turn, nor do the others wait for it', () => {
  const standings = new Standings()
  const count = 3 * STANDINGS_MAX
  for (let i = 0; i < count; i++) standings.set({ roomId: room(i), number: 1, count: 1 })
  while (standings.next().length === STANDINGS_MAX);
  standings.set({ roomId: room(17), number: 2, count: 1 })
  for (let beat = 0; beat < STANDINGS_REPEATED; beat++) expect(told(standings)).toContain(room(17))
  const heard = new Set<RoomId>()
  for (let beat = 0; beat < standings.roundMs / ALIVE_MS; beat++) {
    for (let i = 0; i < STANDINGS_MAX; i++) standings.set({ roomId: room(i), number: 3 + beat, count: 1 })
    for (const roomId of told(standings)) heard.add(roomId)
  }
  expect(heard).toContain(room(count - 1))
})
