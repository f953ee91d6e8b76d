import { describe, expect, test } from 'vitest'
import { applied, edit, join, post, react } from '../store/testing/cast.ts'
import { openHouses } from '../testing/house.ts'

const theHouse = openHouses()

/** A house whose kitchen keeps its past from newcomers: something was said there, and Chidi came. */
async function aQuietHouse() {
  const house = await theHouse()
  const { kitchen, ana, bo, chidi, store } = house
  const past = post(kitchen, bo, 'before')
  const later = post(kitchen, bo, 'after')
  await store.commit([
    past,
    {
      kind: 'change-settings',
      roomId: kitchen.roomId,
      memberId: ana.memberIn(kitchen),
      newcomersSee: 0,
      at: 0,
    },
    join(kitchen, chidi),
    later,
  ])
  return {
    ...house,
    past,
    later,
    change: (...changes: Parameters<typeof store.commit>[0]) => store.commit(changes),
  }
}

describe('[A101] whoever came to a room that keeps its past is told nothing of it', () => {
  test('as they come in', async () => {
    const { enter, bo, chidi } = await aQuietHouse()
    const [{ listener: atBo }, { listener: atChidi }] = [await enter(bo), await enter(chidi)]
    expect(atBo.bodies).toEqual(['before', 'after'])
    expect(atChidi.bodies).toEqual(['after'])
    expect(atChidi.of('reset')[0]?.page.from).toBe(0)
  })

  test('as it changes, in whatever else is told with it', async () => {
    const { enter, change, ring, kitchen, bo, chidi, past, later } = await aQuietHouse()
    const [{ listener: atBo }, { listener: atChidi }] = [await enter(bo), await enter(chidi)]
    const outcomes = await change(
      edit(kitchen, bo, past, 'before, in other words'),
      react(kitchen, bo, past, '👍'),
      edit(kitchen, bo, later, 'after, in other words'),
      post(kitchen, bo, 'new'),
    )
    ring(outcomes.flatMap(applied))
    expect(atBo.bodies.slice(2)).toEqual(['before, in other words', 'after, in other words', 'new'])
    expect(atChidi.bodies.slice(1)).toEqual(['after, in other words', 'new'])
    expect(JSON.stringify(atChidi.heard)).not.toContain('👍')
    // They were told as far as everybody, so they miss nothing.
    expect(atChidi.of('span').at(-1)?.upTo).toBe(atBo.of('span').at(-1)?.upTo)
    expect(atChidi.of('span').at(-1)?.after).toBe(atBo.of('span').at(-1)?.after)
  })

  test('as they come back after it changed', async () => {
    const { enter, change, kitchen, bo, chidi, past } = await aQuietHouse()
    const { listener: first } = await enter(chidi)
    const [entered] = first.of('entered')
    if (!entered) throw new Error('Chidi did not come in.')
    first.lose()
    await change(edit(kitchen, bo, past, 'before, in other words'), post(kitchen, bo, 'new'))
    const { listener: again } = await enter(chidi, { epoch: entered.epoch, sequence: entered.head })
    expect(again.of('entered')[0]?.by).toBe('replay')
    expect(again.bodies).toEqual(['new'])
  })

  test('as they fall behind and read on', async () => {
    const { enter, change, ring, elsewhere, kitchen, bo, chidi, past } = await aQuietHouse()
    const { listener: atChidi } = await enter(chidi)
    atChidi.isBehind = true
    ring((await change(edit(kitchen, bo, past, 'before, in other words'))).flatMap(applied))
    atChidi.isBehind = false
    ring(await elsewhere('new'))
    await expect.poll(() => atChidi.bodies).toEqual(['after', 'new'])
  })
})

test('what everybody is told is written out once for all who have the same of it', async () => {
  const { enter, change, ring, kitchen, bo, chidi, past } = await aQuietHouse()
  const [{ listener: atBo }, { listener: here }, { listener: there }] = [
    await enter(bo),
    await enter(chidi),
    await enter(chidi),
  ]
  ring((await change(post(kitchen, bo, 'new'))).flatMap(applied))
  expect(here.told.at(-1)).toBe(atBo.told.at(-1))
  ring((await change(edit(kitchen, bo, past, 'before, in other words'))).flatMap(applied))
  expect(here.told.at(-1)).not.toEqual(atBo.told.at(-1))
  expect(here.told.at(-1)).toEqual(there.told.at(-1))
})
