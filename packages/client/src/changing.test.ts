import type { ConfabRecord, MessageRecord } from '@confab/protocol'
import { BODY_LENGTH_MAX } from '@confab/protocol'
import { expect, test } from 'vitest'
import type { Room } from './room.ts'
import { memoryStorage } from './storage.ts'
import { createWorld, shown } from './testing/world.ts'

/** What is on screen with all that is done to it: `body*` edited, `†` deleted, then reactions and how many. */
function seen(room: Room): string[] {
  const { records, pending } = room.view.timeline
  const lines: string[] = []
  for (const record of records) {
    if (record.kind === 'message') lines.push(wordsOf(record))
    if (record.kind === 'reactions')
      lines.push(
        `${lines.pop()} ${record.reactions.map(({ emoji, count }) => `${emoji}${count}`).join(' ')}`.trim(),
      )
  }
  return [...lines, ...pending.map(({ body, state }) => `[${body} ${state}]`)]
}

const wordsOf = ({ body, editedAt, deletedAt }: MessageRecord): string =>
  deletedAt !== undefined ? '†' : `${body}${editedAt === undefined ? '' : '*'}`

/** A message of the room by what it says. */
function find(room: Room, body: string): MessageRecord {
  const found = room.view.timeline.records.find((one) => one.kind === 'message' && one.body === body)
  if (found?.kind !== 'message') throw new Error(`nobody said ${body}`)
  return found
}

/** Every command of a kind that reached the server, over all lines. */
const heard = (world: ReturnType<typeof createWorld>, ...types: string[]) =>
  world.server.lines.flatMap((line) => line.heard).filter(({ type }) => types.includes(type))

const CHANGES = ['edit-message', 'delete-message', 'react', 'pin-message']

async function worldWithWords(...bodies: string[]) {
  const world = createWorld()
  const storage = memoryStorage()
  const ana = await world.openAndJoin('ana', storage)
  for (const body of bodies) ana.room.post(body)
  await world.clock.run(1_000)
  return { ...world, ...ana, world, storage }
}

test('[D7] what is done to a message is on screen at once, then on disk, then on its way', async () => {
  const { clock, room, storage, kitchen, server } = await worldWithWords('one', 'two', 'three')
  server.intercept = ({ type }) => CHANGES.includes(type)
  room.edit(find(room, 'one').messageId, 'first')
  room.react(find(room, 'two').messageId, '👍', true)
  room.deleteMessage(find(room, 'three').messageId)
  expect(seen(room)).toEqual(['first*', 'two 👍1', '†'])
  expect(room.view.changes.map(({ wish, state }) => `${wish.kind} ${state}`)).toEqual([
    'edit queued',
    'react queued',
    'delete queued',
  ])
  await clock.run(100)
  expect(await storage.loadChanges(kitchen.roomId)).toHaveLength(3)
  // One at a time, in order.
  expect(server.latest().heard.at(-1)).toMatchObject({ type: 'edit-message', body: 'first' })
  expect(room.view.changes.map(({ state }) => state)).toEqual(['sending', 'queued', 'queued'])
})

test('[D7] offline edit, reaction and deletion, a reload, then back: each is done once, in order', async () => {
  const { world, clock, room, client, storage, kitchen, server, createOne } = await worldWithWords(
    'one',
    'two',
    'three',
  )
  await clock.run(1_000)
  server.cut()
  room.edit(find(room, 'one').messageId, 'first')
  room.react(find(room, 'two').messageId, '👍', true)
  room.deleteMessage(find(room, 'three').messageId)
  await clock.run(0)
  client.close()

  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(10)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  const back = answer.value
  expect(seen(back)).toEqual(['first*', 'two 👍1', '†'])
  expect(heard(world, ...CHANGES)).toEqual([])

  const rows: string[][] = []
  back.subscribe(() => rows.push(seen(back)))
  again.open()
  await clock.run(1_000)
  expect(heard(world, ...CHANGES).map(({ type }) => type)).toEqual([
    'edit-message',
    'react',
    'delete-message',
  ])
  expect(seen(back)).toEqual(['first*', 'two 👍1', '†'])
  expect(new Set(rows.map((row) => row.join())).size).toBe(1)
  expect(back.view.changes).toEqual([])
  expect(await storage.loadChanges(kitchen.roomId)).toEqual([])
  // What the client shows is what the server has (D8).
  expect(recordsOf(back)).toEqual(recordsAt(kitchen.records))
})

const recordsAt = (records: readonly ConfabRecord[]) =>
  records.toSorted(
    (a, b) => a.sequence - b.sequence || Number(a.kind === 'reactions') - Number(b.kind === 'reactions'),
  )
const recordsOf = (room: Room) => [...room.view.timeline.records]

test('[D7] a refused edit is shown with its text until it is tried again or taken away', async () => {
  const { clock, room, server, storage, kitchen, client, createOne } = await worldWithWords('one', 'two')
  const { messageId } = find(room, 'one')
  room.edit(messageId, 'x'.repeat(BODY_LENGTH_MAX + 1))
  await clock.run(100)
  expect(seen(room)).toEqual(['one', 'two'])
  expect(room.view.changes).toMatchObject([{ state: 'refused', refusal: 'too-large' }])

  let refuses = true
  server.intercept = (command, line) => {
    if (command.type !== 'edit-message' || !refuses) return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'limit-reached' })
    return true
  }
  room.edit(messageId, 'first')
  expect(seen(room)).toEqual(['first*', 'two'])
  await clock.run(100)
  expect(seen(room)).toEqual(['one', 'two'])
  expect(room.view.changes).toMatchObject([
    { state: 'refused', refusal: 'limit-reached', wish: { kind: 'edit', body: 'first' } },
  ])
  client.close()
  await clock.run(10)

  refuses = false
  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(100)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  const [refused] = answer.value.view.changes
  if (!refused) throw new Error('its text is lost')
  answer.value.retryChange(refused.changeId)
  await clock.run(100)
  expect(seen(answer.value)).toEqual(['first*', 'two'])
  expect(answer.value.view.changes).toEqual([])
  expect(await storage.loadChanges(kitchen.roomId)).toEqual([])
})

test('what somebody wants last is all that is sent', async () => {
  const { world, clock, room, server, kitchen } = await worldWithWords('one', 'two')
  const [one, two] = [find(room, 'one').messageId, find(room, 'two').messageId]
  server.cut()
  room.edit(one, 'uno')
  room.edit(one, 'eins')
  room.react(one, '👍', true)
  room.react(one, '👍', false)
  room.react(one, '🎉', true)
  room.edit(two, 'due')
  room.react(two, '👍', true)
  room.deleteMessage(two)
  expect(seen(room)).toEqual(['eins* 🎉1', '†'])
  await clock.run(5_000)
  expect(heard(world, ...CHANGES)).toMatchObject([
    { type: 'edit-message', body: 'eins' },
    { type: 'react', emoji: '👍', isOn: false },
    { type: 'react', emoji: '🎉', isOn: true },
    { type: 'delete-message', messageId: two },
  ])
  expect(seen(room)).toEqual(['eins* 🎉1', '†'])
  expect(recordsOf(room)).toEqual(recordsAt(kitchen.records))
})

test('a reply knows what it answers, over a reload too', async () => {
  const { clock, room, server, kitchen, client, storage, createOne } = await worldWithWords('one')
  const { messageId: replyTo } = find(room, 'one')
  server.cut()
  room.post('indeed', { replyTo })
  expect(room.view.timeline.pending).toMatchObject([{ body: 'indeed', replyTo }])
  await clock.run(0)
  client.close()
  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(1_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(shown(answer.value)).toEqual(['one', 'indeed'])
  expect(find(answer.value, 'indeed').replyTo).toBe(replyTo)
})
