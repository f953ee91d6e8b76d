import { PRESENCE_GRACE_MS, PRESENCE_LISTED_MAX, type RoomId, type Sequence } from '@confab/protocol'
import { aMember, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { PRESENCE_TELLINGS } from '../limits.ts'
import { aCast } from '../store/testing/cast.ts'
import { aClock } from '../testing/clock.ts'
import { Listener } from '../testing/listener.ts'
import { Attendance } from './attendance.ts'

const kitchen = anId<RoomId>('kitchen')
const { ana: anaIdentity, bo: boIdentity } = aCast()
const member = (name: string, sequence: Sequence = 1) =>
  aMember({ sequence, name, memberId: anId(name.toLowerCase()) })
const ana = member('Ana')
const bo = member('Bo')

/** How long comings and goings are gathered, and a little. */
const GATHERED_MS = 60

function aKitchen() {
  const clock = aClock()
  const here = new Set<Listener>()
  const attendance = new Attendance(kitchen, {
    clock,
    whisper: (event) => [...here].filter((listener) => !listener.whisper(event)),
    gossip: null,
  })
  const come = (who: typeof ana, listener = new Listener(who === ana ? anaIdentity : boIdentity)) => {
    here.add(listener)
    listener.rooms.set(kitchen, { headFor: () => 0, leave: () => {} })
    attendance.arrived(listener, who)
    return listener
  }
  const go = (who: typeof ana, listener: Listener, how: 'left' | 'lost') => {
    here.delete(listener)
    listener.rooms.delete(kitchen)
    attendance.departed(who, how)
  }
  return { clock, attendance, come, go }
}

/** What was told since the last look, as names and ids. */
function news(listener: Listener): { whole?: string[]; came?: string[]; went?: string[]; count: number }[] {
  const told = listener.of('presence').map(({ isWhole, here, gone, count }) => ({
    ...(isWhole ? { whole: here.map(({ name }) => name) } : { came: here.map(({ name }) => name) }),
    ...(gone.length > 0 ? { went: gone.map((memberId) => memberId.replaceAll('_', '')) } : {}),
    count,
  }))
  listener.told.length = 0
  return told
}

test('who comes is told who is here, and those who are, that somebody came', () => {
  const { clock, come } = aKitchen()
  const atAna = come(ana)
  expect(news(atAna)).toEqual([{ whole: ['Ana'], count: 1 }])
  clock.advance(GATHERED_MS)
  news(atAna)
  const atBo = come(bo)
  expect(news(atBo)).toEqual([{ whole: ['Ana', 'Bo'], count: 2 }])
  expect(news(atAna)).toEqual([])
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: ['Bo'], count: 2 }])
})

test('[D10] many who come at once are one telling, with at most two hundred names and the true number', () => {
  const { clock, come } = aKitchen()
  const atAna = come(ana)
  clock.advance(GATHERED_MS)
  news(atAna)
  for (let i = 0; i < 500; i++) come(member(`Guest ${i}`))
  clock.advance(GATHERED_MS)
  const told = news(atAna)
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ count: 501 })
  expect(told[0]?.came).toHaveLength(PRESENCE_LISTED_MAX)
  const late = come(bo)
  expect(news(late)[0]?.whole).toHaveLength(PRESENCE_LISTED_MAX)
})

test('[D10] who comes and goes and comes costs the room one word, of what holds in the end', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  clock.advance(GATHERED_MS)
  news(atAna)
  for (let i = 0; i < 20; i++) go(bo, come(bo), 'left')
  come(bo)
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: ['Bo'], count: 2 }])
})

test('[D10] [A20] who comes and goes all the time costs the room one word a second, and the last is what holds', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  clock.advance(GATHERED_MS)
  news(atAna)
  for (let i = 0; i < 200; i++) {
    go(bo, come(bo), 'left')
    clock.advance(GATHERED_MS)
  }
  const seconds = (200 * GATHERED_MS) / 1_000
  expect(news(atAna).length).toBeLessThanOrEqual(
    PRESENCE_TELLINGS.burst + seconds * PRESENCE_TELLINGS.perSecond + 1,
  )
  // Somebody else is told of in time all the while.
  come(member('Chidi'))
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toContainEqual({ came: ['Chidi'], count: 2 })
  come(bo)
  clock.advance(2_000)
  expect(news(atAna).at(-1)).toEqual({ came: ['Bo'], count: 3 })
  clock.advance(60_000)
  expect(news(atAna)).toEqual([])
})

test('a second tab is nobody new, and its end no farewell', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  come(bo)
  clock.advance(GATHERED_MS)
  news(atAna)
  const secondTab = come(bo)
  expect(news(secondTab)).toEqual([{ whole: ['Ana', 'Bo'], count: 2 }])
  go(bo, secondTab, 'left')
  clock.advance(PRESENCE_GRACE_MS * 2)
  expect(news(atAna)).toEqual([])
})

test('a line that is lost is a farewell only after the grace', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  const atBo = come(bo)
  clock.advance(GATHERED_MS)
  news(atAna)
  go(bo, atBo, 'lost')
  clock.advance(PRESENCE_GRACE_MS - 1)
  expect(news(atAna)).toEqual([])
  clock.advance(1 + GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 1 }])
})

test('a reload within the grace is neither a farewell nor an arrival', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  const atBo = come(bo)
  clock.advance(GATHERED_MS)
  news(atAna)
  go(bo, atBo, 'lost')
  clock.advance(PRESENCE_GRACE_MS - 1)
  come(bo)
  clock.advance(PRESENCE_GRACE_MS * 2)
  expect(news(atAna)).toEqual([])
})

test('every grace ends at its own time', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  const guests = [member('Bo'), member('Chidi')]
  const lines = guests.map((guest) => come(guest))
  clock.advance(GATHERED_MS)
  news(atAna)
  guests.forEach((guest, i) => {
    const line = lines[i]
    if (line) go(guest, line, 'lost')
    clock.advance(5_000)
  })
  clock.advance(PRESENCE_GRACE_MS - 10_000 + GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 2 }])
  clock.advance(5_000)
  expect(news(atAna)).toEqual([{ came: [], went: ['chidi'], count: 1 }])
})

test('leaving on purpose is told without a grace', () => {
  const { clock, come, go } = aKitchen()
  const atAna = come(ana)
  const atBo = come(bo)
  clock.advance(GATHERED_MS)
  news(atAna)
  go(bo, atBo, 'left')
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 1 }])
})

test('another name is told once, and who comes later reads the new one', () => {
  const { clock, attendance, come } = aKitchen()
  const atAna = come(ana)
  come(bo)
  clock.advance(GATHERED_MS)
  news(atAna)
  attendance.renamed({ ...bo, name: 'Bonifaz', version: 5 })
  attendance.renamed({ ...bo, name: 'Bonifaz', version: 5 })
  attendance.renamed(member('Chidi'))
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toEqual([{ came: ['Bonifaz'], count: 2 }])
  expect(news(come(ana))).toEqual([{ whole: ['Ana', 'Bonifaz'], count: 2 }])
})

test('who read too slowly for a telling is told everything anew with the next', () => {
  const { clock, come } = aKitchen()
  const atAna = come(ana)
  clock.advance(GATHERED_MS)
  atAna.isReadingInTime = false
  come(bo)
  clock.advance(GATHERED_MS)
  atAna.isReadingInTime = true
  news(atAna)
  come(member('Chidi'))
  clock.advance(GATHERED_MS)
  expect(news(atAna)).toEqual([
    { whole: ['Ana', 'Bo', 'Chidi'], count: 3 },
    { came: ['Chidi'], count: 3 },
  ])
})

test('it is over once nobody is here and no grace runs, and closed it leaves no timer behind', () => {
  const { clock, attendance, come, go } = aKitchen()
  expect(attendance.isOver).toBe(true)
  const atAna = come(ana)
  go(ana, atAna, 'lost')
  expect(attendance.isOver).toBe(false)
  clock.advance(PRESENCE_GRACE_MS)
  expect(attendance.isOver).toBe(true)
  go(bo, come(bo), 'lost')
  attendance.close()
  expect(clock.waiting).toBe(0)
})
