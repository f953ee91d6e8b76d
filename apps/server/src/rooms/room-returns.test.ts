import { setImmediate } from 'node:timers/promises'
import type { MemberId, Ref } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { READ_ROUNDS } from '../limits.ts'
import type { TokenHash } from '../store/store.ts'
import { join, type Person } from '../store/testing/cast.ts'
import { openHouses } from '../testing/house.ts'
import { Listener } from '../testing/listener.ts'

const theHouse = openHouses()

/** How many come back at once. */
const CROWD = 1_000

/** A house with a crowd of members, all cut off by now. */
async function aCrowdedHouse() {
  const house = await theHouse()
  const { kitchen, store } = house
  const crowd = Array.from({ length: CROWD }, (_, i): Person => {
    const number = String(i).padStart(4, '0')
    const name = `Guest ${number}`
    const tokenHash = `${kitchen.roomId}-${number}`.padEnd(64, '0') as TokenHash
    return { name, tokenHash, memberIn: () => anId<MemberId>(`guest-${number}`) }
  })
  await store.commit(crowd.map((person) => join(kitchen, person)))
  const { head } = (await store.readHeads([kitchen.roomId])).get(kitchen.roomId) ?? { head: 0 }
  house.room.sawHead({ epoch: kitchen.epoch, head })
  while (house.room.head < head) await setImmediate()
  return { ...house, crowd, head }
}

/** Everybody enters over a second, while Ana talks. */
async function allReturn(
  { room, clock, say, ana, crowd }: Awaited<ReturnType<typeof aCrowdedHouse>>,
  cursor: Parameters<typeof room.enter>[2],
) {
  const listeners = crowd.map((person) => new Listener(person))
  const entered: Promise<boolean>[] = []
  for (const [i, listener] of listeners.entries()) {
    entered.push(room.enter(listener, 1 as Ref, cursor))
    if (i % 50 === 0) await say(ana, `word ${i}`)
    clock.advance(1)
    await setImmediate()
  }
  clock.advance(1_000)
  expect(new Set(await Promise.all(entered))).toEqual(new Set([true]))
  return listeners
}

test('[D10, D6] a thousand who were cut at once cost a handful of reads, and none of them misses or repeats a word', async () => {
  const house = await aCrowdedHouse()
  const { store, say, ana, kitchen, head } = house
  await say(ana, 'salt', 'pepper')
  const before = store.calls('readEntry')
  const listeners = await allReturn(house, { epoch: kitchen.epoch, sequence: head })
  await say(ana, 'last')
  expect(store.calls('readEntry') - before).toBeLessThanOrEqual(READ_ROUNDS.burst + READ_ROUNDS.perSecond + 1)
  expect(store.calls('readChanges')).toBeLessThan(10)
  const words = Array.from({ length: CROWD / 50 }, (_, i) => `word ${i * 50}`)
  for (const listener of listeners) expect(listener.bodies).toEqual(['salt', 'pepper', ...words, 'last'])
})

test('what they missed is written out once for all who were read for together', async () => {
  const house = await aCrowdedHouse()
  const { say, ana, kitchen, head } = house
  await say(ana, 'salt')
  const listeners = await allReturn(house, { epoch: kitchen.epoch, sequence: head })
  const missed = listeners.map(({ told }) => told.find(({ text }) => text.includes('"salt"')))
  expect(new Set(missed).size).toBeLessThanOrEqual(READ_ROUNDS.burst + READ_ROUNDS.perSecond + 1)
})

test('without a cursor everybody gets the newest page, and in it themselves', async () => {
  const house = await aCrowdedHouse()
  const before = house.store.calls('readEntry')
  const { crowd } = house
  const listeners = await allReturn(house, null)
  expect(house.store.calls('readEntry') - before).toBeLessThan(50)
  for (const [i, listener] of listeners.entries()) {
    const [reset] = listener.of('reset')
    expect(reset?.me.name).toBe(crowd[i]?.name)
    expect(listener.of('entered')).toMatchObject([{ memberId: reset?.me.memberId, by: 'reset' }])
    expect(listener.bodies.at(-1)).toBe('word 950')
  }
})

test('[D9] strangers who come with them are told nothing', async () => {
  const { room, chidi, ana, kitchen } = await theHouse()
  const cursor = { epoch: kitchen.epoch, sequence: 1 }
  const [atChidi, atAna] = [new Listener(chidi), new Listener(ana)]
  const answers = [atChidi, atAna].map((listener) => room.enter(listener, 1 as Ref, cursor))
  expect(await Promise.all(answers)).toEqual([false, true])
  expect(atChidi.heard).toEqual([])
  expect(atAna.of('span')).not.toEqual([])
})
