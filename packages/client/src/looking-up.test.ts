import {
  type Epoch,
  LOOKED_UP_MAX,
  type MemberId,
  type MessageId,
  type MessageRecord,
} from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { createLookups, LOOKUPS_MAX, WANTED_MAX } from './lookups.ts'
import { createWorld } from './testing/world.ts'

/** A room of 200 posts of Bo's, of which Ana has the newest page. */
async function worldWithHistory(limits: { replayMax?: number } = {}) {
  const world = createWorld(limits)
  const posts: MessageRecord[] = []
  for (let i = 1; i <= 200; i++) posts.push(world.server.post(world.kitchen.roomId, `post ${i}`))
  const { room, client } = await world.openAndJoin()
  const post = (number: number): MessageRecord => {
    const found = posts[number - 1]
    if (!found) throw new Error(`no post ${number}`)
    return found
  }
  const asked = () =>
    world.server.lines.flatMap(({ heard }) => heard).filter((one) => one.type === 'fetch-records')
  return { ...world, room, client, post, asked }
}

test('what is in the window is known without asking', async () => {
  const { clock, room, post, asked } = await worldWithHistory()
  expect(room.message(post(200).messageId)).toEqual(post(200))
  if (room.view.me) expect(room.member(room.view.me.memberId)).toEqual(room.view.me)
  await clock.run(100)
  expect(asked()).toEqual([])
})

test('what is looked at together is asked for together, once, and the view changes when it came', async () => {
  const { clock, room, post, asked } = await worldWithHistory()
  const nobody = anId<MemberId>('nobody')
  let changes = 0
  room.subscribe(() => changes++)
  for (let look = 0; look < 3; look++) {
    expect(room.message(post(1).messageId)).toBeUndefined()
    expect(room.message(post(2).messageId)).toBeUndefined()
    expect(room.member(nobody)).toBeUndefined()
  }
  await clock.run(100)
  expect(asked()).toMatchObject([{ messageIds: [post(1).messageId, post(2).messageId], memberIds: [nobody] }])
  expect(changes).toBe(1)
  expect(room.message(post(1).messageId)).toEqual(post(1))
  expect(room.member(nobody)).toBeNull()
  await clock.run(100)
  expect(asked()).toHaveLength(1)
})

test('more than one asking takes is asked for one after the other', async () => {
  const { clock, room, post, asked, server } = await worldWithHistory()
  server.intercept = ({ type }) => type === 'fetch-records'
  for (let i = 1; i <= 120; i++) room.message(post(i).messageId)
  await clock.run(1_000)
  expect(asked()).toHaveLength(1)
  server.intercept = null
  server.cut()
  await clock.run(2_000)
  for (let i = 1; i <= 120; i++) expect(room.message(post(i).messageId)).toEqual(post(i))
  expect(
    asked()
      .slice(1)
      .map(({ messageIds }) => messageIds.length),
  ).toEqual([LOOKED_UP_MAX, LOOKED_UP_MAX, 20])
})

test('[D8] what was looked up stays as new as the history, with one’s own changes in it', async () => {
  const { clock, room, client, post, server, kitchen } = await worldWithHistory()
  const { roomId } = kitchen
  const { messageId } = post(1)
  room.message(messageId)
  await clock.run(100)
  server.change({ type: 'edit-message', roomId, messageId, body: 'other words' })
  await clock.run(100)
  expect(room.message(messageId)).toMatchObject({ body: 'other words' })
  room.deleteMessage(messageId)
  expect(room.message(messageId)).toMatchObject({ body: '', deletedBy: room.view.me?.memberId })
  await clock.run(100)
  // It was Bo's after all.
  expect(room.message(messageId)).toMatchObject({ body: 'other words' })
  expect(room.view.changes).toMatchObject([{ refusal: 'not-found' }])
  client.close()
})

test('what was changed while its record was on its way is not put back', async () => {
  const { clock, room, post, server, kitchen } = await worldWithHistory()
  const { roomId, epoch, head } = kitchen
  const { messageId } = post(1)
  server.intercept = (command, line) => {
    if (command.type !== 'fetch-records') return false
    server.change({ type: 'edit-message', roomId, messageId, body: 'newer' })
    server.send(line, { type: 'records', ref: command.ref, roomId, epoch, head, records: [post(1)] })
    return true
  }
  room.message(messageId)
  await clock.run(100)
  expect(room.message(messageId)).toMatchObject({ body: 'newer' })
})

test('offline it is on its way; back on a line, what was not there is looked for again', async () => {
  const { clock, room, post, server, kitchen } = await worldWithHistory()
  const missing = anId<MessageId>('missing')
  room.message(missing)
  await clock.run(100)
  expect(room.message(missing)).toBeNull()
  server.cut()
  expect(room.message(post(1).messageId)).toBeUndefined()
  kitchen.head += 1
  kitchen.records.push(aMessage({ sequence: kitchen.head, messageId: missing, body: 'here it is' }))
  await clock.run(2_000)
  expect(room.message(post(1).messageId)).toEqual(post(1))
  expect(room.message(missing)).toMatchObject({ body: 'here it is' })
})

test('[D8] after a reset what is known is shown, and looked at anew', async () => {
  const { clock, room, post, server, kitchen, asked } = await worldWithHistory({ replayMax: 3 })
  const { roomId } = kitchen
  const { messageId } = post(1)
  room.message(messageId)
  await clock.run(100)
  server.cut()
  server.change({ type: 'edit-message', roomId, messageId, body: 'other words' }, { told: false })
  for (let i = 0; i < 5; i++) server.post(roomId, 'meanwhile', { told: false })
  await clock.run(2_000)
  expect(room.message(messageId)).toEqual(post(1))
  await clock.run(100)
  expect(room.message(messageId)).toMatchObject({ body: 'other words' })
  expect(asked()).toHaveLength(2)
})

test('of another history nothing is known', async () => {
  const { clock, room, post, server, kitchen } = await worldWithHistory()
  const { messageId } = post(1)
  room.message(messageId)
  await clock.run(100)
  kitchen.epoch = anId<Epoch>('second')
  kitchen.records = kitchen.records.filter((one) => one.kind !== 'message' || one.messageId !== messageId)
  server.cut()
  await clock.run(2_000)
  expect(room.message(messageId)).toBeUndefined()
  await clock.run(100)
  expect(room.message(messageId)).toBeNull()
})

test('a busy node is asked again; a room one was put out of has nothing more to say', async () => {
  const { clock, room, post, server, kitchen } = await worldWithHistory()
  let tries = 0
  server.intercept = (command, line) => {
    if (command.type !== 'fetch-records' || ++tries > 1) return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'rate-limited', retryAfterMs: 5_000 })
    return true
  }
  room.message(post(1).messageId)
  await clock.run(1_000)
  expect(room.message(post(1).messageId)).toBeUndefined()
  await clock.run(5_000)
  expect(room.message(post(1).messageId)).toEqual(post(1))

  if (room.view.me) server.remove(kitchen.roomId, room.view.me.memberId)
  await clock.run(100)
  expect(room.message(post(1).messageId)).toEqual(post(1))
  expect(room.message(post(2).messageId)).toBeNull()
})

test('a post on its way is nothing the server could be asked for', async () => {
  const { clock, room, server, asked } = await worldWithHistory()
  server.intercept = ({ type }) => type === 'post-message'
  const messageId = room.post('mine')
  await clock.run(100)
  expect(room.message(messageId)).toBeUndefined()
  expect(asked()).toEqual([])
})

test('earlier words and who reacted are fetched, or refused', async () => {
  const { clock, room, post, server } = await worldWithHistory()
  const { messageId } = post(200)
  room.react(messageId, '👍', true)
  await clock.run(100)
  const [edits, reactors] = [room.fetchEdits(messageId), room.fetchReactors(messageId, '👍')]
  await clock.run(100)
  expect(await edits).toMatchObject({ ok: true, value: { edits: [{ body: 'as it was' }], isComplete: true } })
  expect(await reactors).toEqual({
    ok: true,
    value: { members: [room.view.me?.memberId], includesMe: true },
  })
  server.cut()
  expect(await room.fetchEdits(messageId)).toEqual({ ok: false, refusal: { code: 'unavailable' } })
})

test('[D10] the memory is bounded: what was used last stays, and what was wanted longest is let go', () => {
  const lookups = createLookups()
  const id = (number: number) => anId<MessageId>(`message-${number}`)
  for (let i = 1; i <= LOOKUPS_MAX; i++) {
    lookups.learn([aMessage({ sequence: i })])
    lookups.message(id(1))
  }
  lookups.learn([aMessage({ sequence: LOOKUPS_MAX + 1 }), aMember({ sequence: 1 })])
  expect(lookups.known(id(1))).not.toBeNull()
  expect(lookups.known(id(2))).toBeNull()
  for (let i = 0; i <= WANTED_MAX; i++) lookups.message(anId<MessageId>(`wanted-${i}`))
  const first = lookups.next()?.messageIds[0]
  expect(first).toBe(anId('wanted-1'))
})
