import { expect, test } from 'vitest'
import { createWorld } from './testing/world.ts'

async function aRoomThatTalked() {
  const world = createWorld()
  const { room } = await world.openAndJoin()
  for (let i = 1; i <= 20; i++) {
    room.post(i % 10 === 0 ? `bread ${i}` : `soup ${i}`)
    await world.clock.run(100)
  }
  /** The search runs as long as it has somebody to ask. */
  const found = async (...args: Parameters<typeof room.search>) => {
    const searching = room.search(...args)
    await world.clock.run(2_000)
    const answer = await searching
    return answer.ok
      ? { bodies: answer.value.results.map(({ excerpt }) => excerpt), next: answer.value.next }
      : answer
  }
  return { ...world, room, found }
}

test('a search goes on where the server stopped, until there is a page', async () => {
  const { server, found } = await aRoomThatTalked()
  const { bodies, next } = (await found('bread')) as { bodies: string[]; next: number | null }
  expect(bodies).toEqual(['bread 20', 'bread 10'])
  expect(next).toBeNull()
  expect(server.latest().heard.filter(({ type }) => type === 'search').length).toBeGreaterThan(3)
})

test('the next page begins where the last one ended', async () => {
  const { found } = await aRoomThatTalked()
  const first = (await found('soup', { limit: 3 })) as { bodies: string[]; next: number }
  expect(first.bodies).toEqual(['soup 19', 'soup 18', 'soup 17'])
  const second = await found('soup', { limit: 3, before: first.next })
  expect(second).toMatchObject({ bodies: ['soup 16', 'soup 15', 'soup 14'] })
})

test('a search that takes too much stops, and says where', async () => {
  const { server, kitchen, found } = await aRoomThatTalked()
  server.intercept = (command, line) => {
    if (command.type !== 'search') return false
    const { ref, roomId, before = 10_000 } = command
    server.send(line, {
      type: 'search-results',
      ref,
      roomId,
      epoch: kitchen.epoch,
      results: [],
      next: before - 1_000,
    })
    return true
  }
  expect(await found('cake')).toEqual({ bodies: [], next: 4_000 })
  server.intercept = (command, line) => {
    if (command.type !== 'search') return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'rate-limited', retryAfterMs: 60_000 })
    return true
  }
  expect(await found('cake')).toMatchObject({ ok: false, refusal: { code: 'rate-limited' } })
})

test('without a line there is nothing to ask', async () => {
  const { server, room, clock } = await aRoomThatTalked()
  server.latest().pair.freeze()
  const searching = room.search('bread')
  await clock.run(20_000)
  expect(await searching).toEqual({ ok: false, refusal: { code: 'unavailable' } })
})
