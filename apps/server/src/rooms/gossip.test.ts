import { PRESENCE_GRACE_MS, type RoomId } from '@confab/protocol'
import { aMember, anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import {
  ALIVE_MS,
  ANSWER_SPREAD_MS,
  LEASE_MS,
  PRESENCE_GATHER_MS,
  PRESENCE_TELLINGS,
  PRESENCE_TOLD_MAX,
  ROOMS_TOLD_MAX,
  ROUNDS_UNCONFIRMED_MAX,
  WHOLE_TELLING_MS,
} from '../limits.ts'
import { aCluster } from '../testing/cluster.ts'
import type { Listener } from '../testing/listener.ts'

const kitchen = anId<RoomId>('kitchen')
const member = (name: string) => aMember({ sequence: 1, name, memberId: anId(name.toLowerCase()) })
const [ana, bo, chidi] = [member('Ana'), member('Bo'), member('Chidi')]

/** Until one node told another, and that one its people. */
const TOLD_MS = 2 * PRESENCE_GATHER_MS + ANSWER_SPREAD_MS

/** What was told since the last look. */
function news(listener: Listener) {
  const told = listener.of('presence').map(({ isWhole, here, gone, count, isComplete }) => ({
    ...(isWhole ? { whole: here.map(({ name }) => name) } : { came: here.map(({ name }) => name) }),
    ...(gone.length > 0 ? { went: gone.map((memberId) => memberId.replaceAll('_', '')) } : {}),
    ...(isComplete === undefined ? {} : { isComplete }),
    count,
  }))
  listener.told.length = 0
  return told
}

/** Ana on one node and Bo on another, who know of each other. */
async function twoNodes() {
  const cluster = aCluster()
  const [north, south] = [cluster.node('north'), cluster.node('south')]
  const atAna = north.come(kitchen, ana)
  const atBo = south.come(kitchen, bo)
  await cluster.clock.run(WHOLE_TELLING_MS)
  news(atAna)
  news(atBo)
  return { ...cluster, north, south, atAna, atBo }
}

describe('who is here is known on every node', () => {
  test('who comes to one is told of on the other, once, and who opens a room hears who was there', async () => {
    const { clock, node } = aCluster()
    const [north, south] = [node('north'), node('south')]
    const atAna = north.come(kitchen, ana)
    await clock.run(TOLD_MS)
    expect(news(atAna).at(-1)).toEqual({ came: ['Ana'], count: 1 })
    const atBo = south.come(kitchen, bo)
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([{ came: ['Bo'], count: 2 }])
    expect(atBo.of('presence').flatMap(({ here }) => here.map(({ name }) => name))).toEqual([
      'Bo',
      'Bo',
      'Ana',
    ])
    atBo.told.length = 0
    expect([north.whole(kitchen), south.whole(kitchen)]).toEqual([
      ['Ana', 'Bo'],
      ['Ana', 'Bo'],
    ])
    await clock.run(60_000)
    expect([...news(atAna), ...news(atBo)]).toEqual([])
  })

  test('a member on two nodes is one, and gone from one is still here', async () => {
    const { clock, north, south, atAna } = await twoNodes()
    const second = north.come(kitchen, bo)
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([])
    expect(south.attendance(kitchen).count).toBe(2)
    second.go('left')
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([])
    expect(north.whole(kitchen)).toEqual(['Ana', 'Bo'])
  })

  test('who leaves is gone everywhere, whose line is lost after their grace', async () => {
    const { clock, south, atAna, atBo } = await twoNodes()
    const atChidi = south.come(kitchen, chidi)
    await clock.run(TOLD_MS)
    news(atAna)
    atChidi.go('left')
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([{ came: [], went: ['chidi'], count: 2 }])
    atBo.go('lost')
    await clock.run(PRESENCE_GRACE_MS - TOLD_MS)
    expect(news(atAna)).toEqual([])
    await clock.run(2 * TOLD_MS)
    expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 1 }])
  })

  test('who goes to another node within their grace has not been away', async () => {
    const { clock, north, atAna, atBo } = await twoNodes()
    atBo.go('lost')
    await clock.run(3_000)
    north.come(kitchen, bo)
    await clock.run(60_000)
    expect(news(atAna)).toEqual([])
  })

  test('another name is told everywhere, whoever hears of it first', async () => {
    const { clock, north, south, atAna } = await twoNodes()
    const renamed = { ...bo, name: 'Bonifaz', version: 5 }
    south.attendance(kitchen).renamed(renamed)
    north.attendance(kitchen).renamed(renamed)
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([{ came: ['Bonifaz'], count: 2 }])
    expect(north.whole(kitchen)).toEqual(['Ana', 'Bonifaz'])
  })

  test('[D9] who was removed is gone everywhere, wherever they are', async () => {
    const { clock, north, south, atAna } = await twoNodes()
    for (const node of [north, south]) node.attendance(kitchen).removed({ ...bo, role: 'removed' } as never)
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 1 }])
    expect([north.attendance(kitchen).count, south.attendance(kitchen).count]).toEqual([1, 1])
  })
})

describe('[D10] nodes say little', () => {
  test('a thousand who come at once are few words, and the others know the thousand', async () => {
    const { clock, node, north, south, heard, atAna } = await twoNodes()
    heard('presence')
    for (let i = 0; i < 1_000; i++) south.come(kitchen, member(`Guest ${i}`))
    await clock.run(TOLD_MS)
    const words = heard('presence')
    expect(words).toHaveLength(Math.ceil(1_001 / PRESENCE_TOLD_MAX) - 1)
    expect(Math.max(...words.map(({ here }) => here.length))).toBeLessThanOrEqual(PRESENCE_TOLD_MAX)
    expect(news(atAna)).toMatchObject([{ count: 1_002 }])
    const east = node('east')
    expect(east.attendance(kitchen).count).toBe(0)
    await clock.run(WHOLE_TELLING_MS)
    expect([north, east].map((each) => each.attendance(kitchen).count)).toEqual([1_002, 1_002])
  })

  test('[A20] who comes and goes all day costs the nodes a word a second', async () => {
    const { clock, south, heard } = await twoNodes()
    heard('presence')
    const seconds = 10
    for (let i = 0; i < seconds * 10; i++) {
      south.come(kitchen, chidi).go('left')
      await clock.run(100)
    }
    expect(heard('presence').length).toBeLessThanOrEqual(
      PRESENCE_TELLINGS.burst + seconds * PRESENCE_TELLINGS.perSecond + 1,
    )
  })

  test('many who ask at once hear one answer, from those who have somebody there', async () => {
    const { clock, node, heard, north } = await twoNodes()
    north.attendance(anId<RoomId>('harbour'))
    heard('presence')
    const others = Array.from({ length: 10 }, (_, i) => node(`other-${i}`))
    for (const other of others) other.attendance(kitchen)
    await clock.run(WHOLE_TELLING_MS + ANSWER_SPREAD_MS)
    expect(heard('presence')).toHaveLength(2)
    for (const other of others) expect(other.whole(kitchen)).toEqual(['Ana', 'Bo'])
  })

  test('a quiet room costs its part of the word that a node lives, and no word of its own', async () => {
    const { clock, heard } = await twoNodes()
    heard('alive')
    await clock.run(10 * ALIVE_MS)
    expect(heard('presence')).toEqual([])
    await clock.run(10 * ALIVE_MS)
    const words = heard('alive')
    expect(words).toHaveLength(20)
    for (const { standings } of words) expect(standings).toMatchObject([{ roomId: kitchen, count: 1 }])
  })
})

describe('words get lost', () => {
  test.each([
    ['coming', 'come'],
    ['farewell', 'go'],
  ] as const)('a lost last %s is noticed with the next beat', async (_, what) => {
    const { clock, north, south } = await twoNodes()
    const atChidi = south.come(kitchen, chidi)
    if (what === 'go') await clock.run(TOLD_MS)
    south.line.loses = ({ kind }) => kind === 'presence'
    if (what === 'go') atChidi.go('left')
    await clock.run(TOLD_MS)
    south.line.loses = () => false
    expect(north.attendance(kitchen).count).toBe(what === 'go' ? 3 : 2)
    await clock.run(ALIVE_MS + TOLD_MS)
    expect(north.attendance(kitchen).count).toBe(what === 'go' ? 2 : 3)
  })

  test('a lost question is asked again with one of the next beats', async () => {
    const { clock, node } = await twoNodes()
    const east = node('east')
    east.line.loses = ({ kind }) => kind === 'who-is-here'
    east.come(kitchen, chidi)
    await clock.run(TOLD_MS)
    expect(east.whole(kitchen)).toEqual(['Chidi'])
    east.line.loses = () => false
    await clock.run(2 * ALIVE_MS + TOLD_MS)
    expect(east.whole(kitchen)).toEqual(['Ana', 'Bo', 'Chidi'])
  })

  test('a room that was put away unheard, and of which nothing is confirmed, is forgotten', async () => {
    const { clock, north, south, atBo } = await twoNodes()
    south.line.loses = (signal) =>
      signal.kind === 'presence' ||
      (signal.kind === 'alive' && signal.standings.some(({ count }) => count === 0))
    atBo.go('left')
    south.putAway(kitchen)
    await clock.run(5 * ALIVE_MS)
    south.line.loses = () => false
    north.attendance(kitchen).tidy()
    expect(north.attendance(kitchen).count).toBe(2)
    await clock.run(ROUNDS_UNCONFIRMED_MAX * ALIVE_MS)
    north.attendance(kitchen).tidy()
    expect(north.attendance(kitchen).count).toBe(1)
  })

  test('a room that is put away and opened again goes on with its numbers', async () => {
    const { clock, north, south, atBo, atAna } = await twoNodes()
    atBo.go('left')
    south.putAway(kitchen)
    await clock.run(TOLD_MS)
    expect(north.attendance(kitchen).count).toBe(1)
    south.come(kitchen, bo)
    await clock.run(TOLD_MS)
    expect(news(atAna)).toEqual([
      { came: [], went: ['bo'], count: 1 },
      { came: ['Bo'], count: 2 },
    ])
  })
})

describe('nodes come and go', () => {
  test('one that dies takes those with it whom it alone had, when its lease is over', async () => {
    const { clock, north, south, atAna } = await twoNodes()
    south.come(kitchen, chidi)
    north.come(kitchen, chidi)
    await clock.run(TOLD_MS)
    south.die()
    news(atAna)
    await clock.run(LEASE_MS - ALIVE_MS)
    expect(news(atAna)).toEqual([])
    await clock.run(2 * ALIVE_MS + TOLD_MS)
    expect(news(atAna)).toEqual([{ came: [], went: ['bo'], count: 2 }])
    expect(north.log.lines.map(({ event }) => event)).toEqual(['node-met', 'node-silent'])
    expect(north.gossip.neighbours).toBe(0)
  })

  test('one that was only not heard is back with all it has, after a beat', async () => {
    const { clock, north, south, atAna } = await twoNodes()
    south.line.isConnected = false
    await clock.run(LEASE_MS + 2 * ALIVE_MS)
    expect(north.attendance(kitchen).count).toBe(1)
    south.line.isConnected = true
    await clock.run(ALIVE_MS + TOLD_MS)
    expect(news(atAna)).toEqual([
      { came: [], went: ['bo'], count: 1 },
      { came: ['Bo'], count: 2 },
    ])
  })

  test('when one says goodbye its people may come elsewhere, and nobody is told of anything', async () => {
    const { clock, node, south, atAna, atBo } = await twoNodes()
    const atChidi = south.come(kitchen, chidi)
    await clock.run(TOLD_MS)
    news(atAna)
    south.gossip.leave()
    for (const line of [atBo, atChidi]) line.go('lost')
    await clock.run(3_000)
    const east = node('east')
    east.come(kitchen, bo)
    await clock.run(PRESENCE_GRACE_MS - 3_000 - TOLD_MS)
    expect(news(atAna)).toEqual([])
    await clock.run(2 * TOLD_MS)
    expect(news(atAna)).toEqual([{ came: [], went: ['chidi'], count: 2 }])
    await clock.run(60_000)
    expect(news(atAna)).toEqual([])
  })

  test('what a node said long ago, said again, keeps nobody here', async () => {
    const { clock, said, north, south, node } = await twoNodes()
    const old = [...said].filter(({ kind }) => kind === 'presence' || kind === 'alive')
    south.die()
    await clock.run(2 * LEASE_MS)
    expect(north.attendance(kitchen).count).toBe(1)
    // Words pass as if nodes had said them: by one that says nothing of its own.
    const parrot = node('parrot')
    await clock.run(ALIVE_MS)
    for (let i = 0; i < 10; i++) {
      for (const signal of old) parrot.say(signal)
      await clock.run(1_000)
    }
    expect(north.attendance(kitchen).count).toBe(1)
  })
})

describe('the broker is away', () => {
  test('nobody is thought to have gone, people are told that there may be more, and later that it is all', async () => {
    const { clock, north, south, atAna, atBo } = await twoNodes()
    for (const { line } of [north, south]) line.isConnected = false
    await clock.run(3 * LEASE_MS)
    expect(news(atAna)).toEqual([{ came: [], isComplete: false, count: 2 }])
    const late = north.come(kitchen, chidi)
    await clock.run(TOLD_MS)
    expect(news(late)[0]).toMatchObject({ whole: ['Ana', 'Chidi', 'Bo'], isComplete: false })
    for (const { line } of [north, south]) line.isConnected = true
    await clock.run(3 * ALIVE_MS)
    expect(news(atAna).at(-1)).toEqual({ came: [], count: 3 })
    expect(news(atBo).at(-1)).toMatchObject({ count: 3 })
    expect(south.whole(kitchen)).toEqual(['Ana', 'Bo', 'Chidi'])
  })

  test('a moment without it is nothing to speak of', async () => {
    const { clock, north, atAna } = await twoNodes()
    for (let i = 0; i < 10; i++) {
      north.line.isConnected = false
      await clock.run(ALIVE_MS)
      north.line.isConnected = true
      await clock.run(ALIVE_MS)
    }
    expect(news(atAna)).toEqual([])
  })

  test('[D10] many rooms are told one portion after the other', async () => {
    const { clock, node } = aCluster()
    const north = node('north')
    const guests = Array.from({ length: 2 * ROOMS_TOLD_MAX + 1 }, (_, i) =>
      north.come(anId<RoomId>(`room-${i}`), ana),
    )
    await clock.run(1_000)
    for (const guest of guests) guest.told.length = 0
    north.line.isConnected = false
    let most = 0
    let told = 0
    for (let waited = 0; waited < 3 * ALIVE_MS; waited += 10) {
      await clock.run(10)
      const now = guests.filter((guest) => guest.told.length > 0).length
      most = Math.max(most, now - told)
      told = now
    }
    expect([told, most]).toEqual([guests.length, ROOMS_TOLD_MAX])
  })
})

test('closed, it leaves no timer behind', async () => {
  const { clock, north, south, atBo } = await twoNodes()
  atBo.go('lost')
  north.line.isConnected = false
  await clock.run(3 * ALIVE_MS)
  north.close()
  south.close()
  expect(clock.waiting).toBe(0)
})
