import { READ_REPEAT_MS } from '@confab/protocol'
import { expect, test } from 'vitest'
import { createWorld } from './testing/world.ts'

test('what was seen is told at once, then once in a while, and at the end', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  const told = () =>
    server.latest().heard.flatMap((command) => (command.type === 'mark-read' ? [command.upTo] : []))

  for (const upTo of [5, 6, 7, 4]) room.markRead(upTo)
  await clock.run(100)
  expect(room.view.lastRead).toBe(7)
  expect(told()).toEqual([5])
  await clock.run(READ_REPEAT_MS)
  expect(told()).toEqual([5, 7])
  room.markRead(8)
  room.tellRead()
  room.tellRead()
  await clock.run(100)
  expect(told()).toEqual([5, 7, 8])
  room.markRead(9)
  room.leave()
  await clock.run(100)
  expect(told()).toEqual([5, 7, 8, 9])
})

test('what was seen without a line is told on the next one', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.cut()
  await clock.run(100)
  room.markRead(6)
  await clock.run(30_000)
  expect(room.view).toMatchObject({ phase: 'live', lastRead: 6 })
  expect(server.latest().heard).toContainEqual({ type: 'mark-read', roomId: room.roomId, upTo: 6 })
})
