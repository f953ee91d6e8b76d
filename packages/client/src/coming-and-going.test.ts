import type { Command } from '@confab/protocol'
import { expect, test } from 'vitest'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import type { Room } from './room.ts'
import type { TinyLine } from './testing/tiny-server.ts'
import { createWorld, KITCHEN, shown } from './testing/world.ts'

type World = ReturnType<typeof createWorld>

/** A live room hears what others post, and what is posted there is taken. */
async function expectHeardAndHearing({ clock, server, kitchen }: World, room: Room): Promise<void> {
  await clock.run(1_000)
  expect(room.view.phase).toBe('live')
  server.post(kitchen.roomId, 'can you hear me?')
  room.post('yes')
  await clock.run(1_000)
  expect(shown(room).slice(-2)).toEqual(['can you hear me?', 'yes'])
}

test('[D6] the answer to a join given up comes together with that to the next: the room hears and is heard', async () => {
  const world = createWorld()
  const { clock, server, createOne } = world
  const client = createOne()
  client.open()
  const stalled: [TinyLine, Command][] = []
  server.intercept = (command, line) => {
    if (command.type !== 'join-room') return false
    stalled.push([line, command])
    return true
  }
  const first = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(REQUEST_TIMEOUT_MS)
  expect((await first).ok).toBe(false)
  const second = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(100)
  for (const [line, command] of stalled) server.answer(line, command)
  await clock.run(100)
  const answer = await second
  if (!answer.ok) throw new Error(answer.refusal.code)
  // What nobody waited for any more was left; that is what would take the second one out.
  expect(server.latest().heard.map(({ type }) => type)).toContain('leave-room')
  await expectHeardAndHearing(world, answer.value)
})

test('[D6] out of a room while a join of it is under way: the room it answers hears and is heard', async () => {
  const world = createWorld()
  const { clock, openAndJoin } = world
  const { client, room } = await openAndJoin()
  const joining = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(2)
  room.leave()
  await clock.run(100)
  const answer = await joining
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(answer.value).not.toBe(room)
  await expectHeardAndHearing(world, answer.value)
})

test('[D6] a going out that was told to wait does not go out of a room that is back by then', async () => {
  const world = createWorld()
  const { clock, server, kitchen, openAndJoin } = world
  const { client, room } = await openAndJoin()
  let leaves = 0
  server.intercept = (command, line) => {
    if (command.type !== 'leave-room' || ++leaves > 1) return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'rate-limited', retryAfterMs: 1_000 })
    return true
  }
  room.leave()
  await clock.run(100)
  const resuming = client.resumeRoom(kitchen.roomId)
  await clock.run(2_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  await expectHeardAndHearing(world, answer.value)
  expect(leaves).toBe(1)

  // And the other way: nobody came back, so it is asked again.
  leaves = 0
  answer.value.leave()
  await clock.run(2_000)
  expect(leaves).toBe(2)
  expect(server.latest().rooms.size).toBe(0)
})

test('[D7] a post written between the two is not lost to the going out', async () => {
  const world = createWorld({ latencyMs: 200 })
  const { clock, server, kitchen, createOne } = world
  const client = createOne()
  client.open()
  const becoming = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(2_000)
  const present = await becoming
  if (!present.ok) throw new Error(present.refusal.code)
  const joining = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(100)
  present.value.leave()
  await clock.run(400)
  const answer = await joining
  if (!answer.ok) throw new Error(answer.refusal.code)
  answer.value.post('at once')
  await clock.run(3_000)
  expect(shown(answer.value)).toEqual(['at once'])
  expect(server.bodies(kitchen.roomId)).toEqual(['at once'])
})
