import { expect, test } from 'vitest'
import { FRAME_LENGTH_MAX } from '../limits.ts'
import { openHouses } from '../testing/house.ts'
import { FRAME_WINDOW_MS_MAX } from './frame-window.ts'

const theHouse = openHouses()

/** A house whose room hears of messages from another node, so that no commit of this one has a pace of its own. */
async function aListeningHouse() {
  const house = await theHouse()
  return { ...house, hear: async (body: string) => house.ring(await house.elsewhere(body)) }
}

test('a quiet room tells at once, however busy the node', async () => {
  const { enter, hear, setBusy, clock, ana } = await aListeningHouse()
  const { listener } = await enter(ana)
  setBusy(1)
  await hear('salt')
  expect(listener.bodies).toEqual(['salt'])
  clock.advance(FRAME_WINDOW_MS_MAX)
  await hear('pepper')
  expect(listener.bodies).toEqual(['salt', 'pepper'])
})

test('under pressure what follows within the window goes out together, as one piece', async () => {
  const { enter, hear, setBusy, clock, ana } = await aListeningHouse()
  const { listener } = await enter(ana)
  setBusy(1)
  for (const body of ['salt', 'pepper', 'oil']) await hear(body)
  expect(listener.bodies).toEqual(['salt'])
  const pieces = listener.told.length
  clock.advance(FRAME_WINDOW_MS_MAX)
  expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
  expect(listener.told).toHaveLength(pieces + 1)
})

test('[D10] what gathers for one frame is only so much, whatever the window', async () => {
  const { enter, hear, setBusy, bo } = await aListeningHouse()
  const { listener } = await enter(bo)
  setBusy(1)
  await hear('salt')
  const told = listener.told.length
  const body = 'x'.repeat(8_000)
  const words = Array.from({ length: 10 }, (_, i) => `${i} ${body}`)
  for (const word of words) await hear(word)
  const frames = listener.told.slice(told)
  expect(frames.length).toBeGreaterThan(0)
  for (const { text } of frames) expect(text.length).toBeLessThan(FRAME_LENGTH_MAX + 2 * body.length)
})

test('[D6] whoever enters while a frame is held hears each message once', async () => {
  const { enter, hear, setBusy, clock, ana, bo } = await aListeningHouse()
  await enter(ana)
  setBusy(1)
  await hear('salt')
  await hear('pepper')
  const { listener: atBo } = await enter(bo)
  await hear('oil')
  clock.advance(FRAME_WINDOW_MS_MAX)
  const places = atBo.heard.flatMap((event) =>
    event.type === 'reset' ? event.page.head : event.type === 'span' ? [event.after, event.upTo] : [],
  )
  expect(atBo.bodies.filter((body) => body === 'oil')).toHaveLength(1)
  expect(new Set(atBo.bodies)).toEqual(new Set(['salt', 'pepper', 'oil']))
  // What the page had already may come once more, below the cursor, where it is dropped.
  expect(Math.max(...places)).toBe(6)
})

test('[D1] a node that goes down tells first what it held', async () => {
  const { enter, hear, setBusy, rooms, ana } = await aListeningHouse()
  const { listener } = await enter(ana)
  setBusy(1)
  await hear('salt')
  await hear('pepper')
  expect(listener.bodies).toEqual(['salt'])
  await rooms.idle()
  expect(listener.bodies).toEqual(['salt', 'pepper'])
})
