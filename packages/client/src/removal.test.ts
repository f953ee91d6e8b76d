import { expect, test } from 'vitest'
import type { Room } from './room.ts'
import { memoryStorage } from './storage.ts'
import { createWorld, KITCHEN, shown } from './testing/world.ts'

const memberId = (room: Room) => {
  const { me } = room.view
  if (!me) throw new Error('nobody yet')
  return me.memberId
}

test('[D9] who is removed keeps what they were told, and asks for nothing more', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.post(kitchen.roomId, 'salt')
  await clock.run(100)
  server.remove(kitchen.roomId, memberId(room))
  server.post(kitchen.roomId, 'pepper')
  await clock.run(100)
  expect(room.view).toMatchObject({ phase: 'refused', refusal: 'removed', me: { role: 'removed' } })
  expect(shown(room)).toEqual(['salt'])
  const heard = server.latest().heard.length
  await clock.run(60_000)
  const since = server.lines.flatMap((line) => line.heard).slice(heard)
  expect(since.length).toBeGreaterThan(0)
  for (const command of since) expect(command).toMatchObject({ type: 'hello', resume: [] })
})

test('[D7] what they still had to say is shown as not sent, and goes out once they are back', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  server.intercept = ({ type }) => type === 'post-message'
  for (const body of ['salt', 'pepper']) room.post(body)
  await clock.run(100)
  server.remove(kitchen.roomId, memberId(room))
  await clock.run(100)
  expect(shown(room)).toEqual(['[salt refused]', '[pepper refused]'])
  expect(room.view.timeline.pending.map(({ refusal }) => refusal)).toEqual(['removed', 'removed'])
  server.intercept = null
  const before = memberId(room)
  const joining = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(100)
  const answer = await joining
  expect(answer).toEqual({ ok: true, value: room })
  expect(room.view).toMatchObject({ phase: 'live', me: { memberId: before, role: 'member' } })
  for (const { messageId } of room.view.timeline.pending) room.retry(messageId)
  await clock.run(200)
  expect(shown(room)).toEqual(['salt', 'pepper'])
  expect(server.bodies(kitchen.roomId)).toEqual(['salt', 'pepper'])
})

test('[D6] who is back is in, however much was said meanwhile: an early piece of it does not put them out again', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  const { roomId, epoch, records } = kitchen
  const me = memberId(room)
  server.remove(roomId, me)
  await clock.run(100)
  const bodies = ['salt', 'pepper', 'thyme', 'sage']
  for (const body of bodies) server.post(roomId, body)
  // They join again and are told so; the page that should follow is lost with the line.
  server.intercept = (command, line) => {
    if (command.type !== 'join-room') return false
    const head = ++kitchen.head
    const place = records.findIndex((record) => record.kind === 'member' && record.memberId === me)
    records[place] = { ...records[place], role: 'member', version: head } as never
    const { ref } = command
    server.send(line, { type: 'entered', ref, roomId, memberId: me, epoch, head, lastRead: 0, by: 'reset' })
    return true
  }
  void client.joinRoom(KITCHEN, 'Ana')
  await clock.run(20)
  expect(room.view.phase).toBe('catching-up')
  server.cut()
  await clock.run(3_000)
  expect(room.view).toMatchObject({ phase: 'live', refusal: null, me: { role: 'member' } })
  expect(shown(room)).toEqual(bodies)
})

test('[D9] who was removed while away learns it on coming back, with what was stored to read', async () => {
  const { clock, server, kitchen, createOne, openAndJoin } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.post(kitchen.roomId, 'salt')
  await clock.run(2_000)
  client.close()
  await clock.run(100)
  server.remove(kitchen.roomId, memberId(room))
  server.post(kitchen.roomId, 'pepper')
  const again = createOne('ana', storage)
  again.open()
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(200)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(answer.value.view).toMatchObject({ phase: 'refused', refusal: 'removed' })
  expect(shown(answer.value)).toEqual(['salt'])
  // What is written on the way there has no way out.
  answer.value.post('vinegar')
  expect(shown(answer.value)).toEqual(['salt', '[vinegar refused]'])
  answer.value.retry(answer.value.view.timeline.pending[0]?.messageId as never)
  await clock.run(200)
  expect(shown(answer.value)).toEqual(['salt', '[vinegar refused]'])
  expect(server.bodies(kitchen.roomId)).toEqual(['salt', 'pepper'])
})

test('an owner removes somebody, and hears of a refusal', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  const { room: others } = await openAndJoin('bo')
  const removing = room.lead({ type: 'remove-member', memberId: memberId(others) })
  await clock.run(100)
  expect(await removing).toEqual({ ok: true, value: null })
  expect(others.view.refusal).toBe('removed')
  server.intercept = (command, line) => {
    if (command.type !== 'remove-member') return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'forbidden' })
    return true
  }
  const refused = room.lead({ type: 'remove-member', memberId: memberId(others) })
  await clock.run(100)
  expect(await refused).toEqual({ ok: false, refusal: { code: 'forbidden' } })
})

test('[D9] signed out everywhere: it stops in every tab, forgets the token, and starts anew when asked to', async () => {
  const { clock, server, openAndJoin, createOne } = createWorld()
  const storage = memoryStorage()
  const { client } = await openAndJoin('ana', storage)
  const second = createOne('second', storage)
  second.open()
  await clock.run(100)
  const token = await storage.loadToken()
  const revoking = client.revoke()
  await clock.run(100)
  expect(await revoking).toEqual({ ok: true, value: null })
  expect([client.connection, second.connection]).toEqual([
    { name: 'stopped', code: 4401 },
    { name: 'stopped', code: 4401 },
  ])
  expect(await storage.loadToken()).toBeNull()
  const lines = server.lines.length
  await clock.run(60_000)
  expect(server.lines).toHaveLength(lines)

  for (const one of [client, second]) one.retryNow()
  await clock.run(1_000)
  expect([client.connection.name, second.connection.name]).toEqual(['live', 'live'])
  expect(await storage.loadToken()).not.toBe(token)
  expect(new Set(server.lines.filter((line) => line.pair.client.isOpen).map((line) => line.token)).size).toBe(
    1,
  )
})

test('a token that another tab took in the meantime is not forgotten', async () => {
  const storage = memoryStorage()
  const [old, fresh] = ['old', 'new'].map((name) => name.padEnd(43, '_')) as never[]
  await storage.keepToken(old as never)
  await storage.forgetToken(fresh as never)
  expect(await storage.loadToken()).toBe(old)
})
