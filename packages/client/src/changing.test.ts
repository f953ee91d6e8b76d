import type { ConfabRecord, MessageRecord } from '@confab/protocol'
import { ACK_TIMEOUT_MS, BODY_LENGTH_MAX, type MessageId, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Room } from './room.ts'
import { memoryStorage } from './storage.ts'
import { OLD_POST_MS } from './stored-post.ts'
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

test('[D7] done, but its span is above a hole: what was done stays on screen at every moment', async () => {
  const { clock, room, server, kitchen } = await worldWithWords('one', 'two')
  const rows: string[][] = []
  room.subscribe(() => rows.push(seen(room)))
  server.post(kitchen.roomId, 'lost', { told: false })
  room.edit(find(room, 'one').messageId, 'first')
  room.react(find(room, 'two').messageId, '👍', true)
  await clock.run(2_000)
  expect(rows.filter((row) => row[0] !== 'first*')).toEqual([])
  // From the moment of reacting on.
  expect(rows.slice(1).filter((row) => row[1] !== 'two 👍1')).toEqual([])
  expect(rows).toContainEqual(['first*', 'two 👍1'])
  expect(seen(room)).toEqual(['first*', 'two 👍1', 'lost'])
  expect(room.view.changes).toEqual([])
  expect(recordsOf(room)).toEqual(recordsAt(kitchen.records))
})

test('[D7] the span comes long before the answer: nothing flickers, and it is done once', async () => {
  const { world, clock, room, server, kitchen } = await worldWithWords('one')
  server.intercept = (command, line) => {
    if (command.type !== 'react') return false
    server.intercept = null
    // The change happens, and everybody is told; the answer is lost with the line.
    server.answer(line, command)
    server.cut()
    return true
  }
  const rows: string[][] = []
  room.subscribe(() => rows.push(seen(room)))
  room.react(find(room, 'one').messageId, '👍', true)
  await clock.run(5_000)
  expect(heard(world, 'react')).toHaveLength(2)
  expect(new Set(rows.map((row) => row.join()))).toEqual(new Set(['one 👍1']))
  expect(room.view.changes).toEqual([])
  expect(recordsOf(room)).toEqual(recordsAt(kitchen.records))
})

test('no answer in time: the change is sent again, and the next waits for it', async () => {
  const { world, clock, room, server } = await worldWithWords('one')
  let swallowed = 0
  server.intercept = ({ type }) => type === 'edit-message' && swallowed++ === 0
  const { messageId } = find(room, 'one')
  room.edit(messageId, 'first')
  room.react(messageId, '👍', true)
  await clock.run(ACK_TIMEOUT_MS - 1)
  expect(heard(world, ...CHANGES)).toHaveLength(1)
  await clock.run(1_000)
  expect(heard(world, ...CHANGES).map(({ type }) => type)).toEqual(['edit-message', 'edit-message', 'react'])
  expect(seen(room)).toEqual(['first* 👍1'])
})

test('a refusal to wait is waited out; a new line does not wait for a busy node', async () => {
  const { clock, room, server } = await worldWithWords('one')
  let tries = 0
  server.intercept = (command, line) => {
    if (command.type !== 'react' || ++tries > 2) return false
    const refusal = { type: 'refusal', ref: command.ref, code: 'rate-limited', retryAfterMs: 3_000 } as const
    server.send(line, tries === 1 ? refusal : { ...refusal, code: 'busy', retryAfterMs: 60_000 })
    return true
  }
  room.react(find(room, 'one').messageId, '👍', true)
  await clock.run(1_000)
  expect(room.view.changes).toMatchObject([{ state: 'queued', refusal: 'rate-limited' }])
  await clock.run(3_000)
  expect(room.view.changes).toMatchObject([{ state: 'queued', refusal: 'busy' }])
  expect(seen(room)).toEqual(['one 👍1'])
  server.cut()
  await clock.run(2_000)
  expect(room.view.changes).toEqual([])
  expect(seen(room)).toEqual(['one 👍1'])
})

test('what others do in between is shown as well, under what is one’s own', async () => {
  const { clock, room, server, kitchen } = await worldWithWords('one', 'two')
  const { roomId } = kitchen
  const [one, two] = [find(room, 'one').messageId, find(room, 'two').messageId]
  server.intercept = ({ type }) => CHANGES.includes(type)
  room.react(one, '👍', true)
  room.edit(two, 'zwei')
  await clock.run(10)
  server.change({ type: 'react', roomId, messageId: one, emoji: '👍', isOn: true })
  server.change({ type: 'react', roomId, messageId: one, emoji: '🎉', isOn: true })
  await clock.run(100)
  expect(seen(room)).toEqual(['one 👍2 🎉1', 'zwei*'])
  server.change({ type: 'delete-message', roomId, messageId: two })
  await clock.run(100)
  expect(seen(room)).toEqual(['one 👍2 🎉1', '†'])

  server.intercept = null
  server.cut()
  await clock.run(3_000)
  expect(seen(room)).toEqual(['one 👍2 🎉1', '†'])
  // The words for what is gone are kept, until their writer has seen that.
  expect(room.view.changes).toMatchObject([{ wish: { body: 'zwei' }, refusal: 'not-found' }])
  expect(recordsOf(room)).toEqual(recordsAt(kitchen.records))
})

test('a reaction to what is gone by then is let go: the tombstone says it all', async () => {
  const { clock, room, server, kitchen, storage } = await worldWithWords('one')
  const { roomId } = kitchen
  const { messageId } = find(room, 'one')
  server.cut()
  room.react(messageId, '👍', true)
  server.change({ type: 'delete-message', roomId, messageId }, { told: false })
  await clock.run(3_000)
  expect(seen(room)).toEqual(['†'])
  expect(room.view.changes).toEqual([])
  expect(await storage.loadChanges(roomId)).toEqual([])
})

test('[D3] a post that nobody heard of is edited and deleted where it is', async () => {
  const { world, clock, room, server, kitchen, storage } = await worldWithWords()
  server.cut()
  const one = room.post('one')
  const two = room.post('two')
  const three = room.post('three')
  room.edit(one, 'first')
  room.deleteMessage(two)
  room.edit(three, 'x'.repeat(BODY_LENGTH_MAX + 1))
  expect(seen(room).slice(0, 1)).toEqual(['[first queued]'])
  expect(room.view.timeline.pending[1]).toMatchObject({ state: 'refused', refusal: 'too-large' })
  room.edit(three, 'third')
  await clock.run(3_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['first', 'third'])
  expect(seen(room)).toEqual(['first', 'third'])
  expect(heard(world, ...CHANGES)).toEqual([])
  expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
})

test('[D3] a post that may have arrived keeps its words, and is changed once it is known to be there', async () => {
  const { world, clock, room, server, kitchen } = await worldWithWords()
  const swallowed: string[] = []
  server.intercept = (command, line) => {
    if (command.type !== 'post-message' || swallowed.includes(command.body)) return false
    swallowed.push(command.body)
    server.answer(line, command)
    server.cut()
    return true
  }
  const one = room.post('one')
  await clock.run(100)
  expect(swallowed).toEqual(['one'])
  room.edit(one, 'first')
  room.react(one, '👍', true)
  expect(seen(room)).toEqual(['[first queued]'])
  await clock.run(5_000)
  expect(seen(room)).toEqual(['first* 👍1'])
  expect(heard(world, ...CHANGES).map(({ type }) => type)).toEqual(['edit-message', 'react'])
  expect(recordsOf(room)).toEqual(recordsAt(kitchen.records))
})

test.each(['arrived', 'was lost'])(
  'a post that %s unheard is deleted without being sent again',
  async (fate) => {
    const { world, clock, room, server, kitchen, storage } = await worldWithWords()
    let isFirst = true
    server.intercept = (command, line) => {
      if (command.type !== 'post-message' || !isFirst) return false
      isFirst = false
      if (fate === 'arrived') server.answer(line, command)
      // Its span never comes, and neither does the resume's answer before the deletion is wanted.
      server.cut()
      return true
    }
    const one = room.post('one')
    await clock.run(10)
    room.deleteMessage(one)
    expect(seen(room)).toEqual([])
    await clock.run(5_000)
    expect(heard(world, 'post-message')).toHaveLength(1)
    expect(seen(room)).toEqual(fate === 'arrived' ? ['†'] : [])
    expect(server.bodies(kitchen.roomId)).toEqual(fate === 'arrived' ? [''] : [])
    expect(room.view.changes).toEqual([])
    expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
    expect(await storage.loadChanges(kitchen.roomId)).toEqual([])
  },
)

test('what somebody does to a post in flight waits for its ack', async () => {
  const { clock, room, server, kitchen } = await worldWithWords()
  server.intercept = ({ type }) => type === 'post-message'
  const one = room.post('one')
  await clock.run(100)
  room.edit(one, 'first')
  const two = room.post('two')
  room.deleteMessage(one)
  expect(seen(room)).toEqual(['[two queued]'])
  expect(room.view.changes.map(({ wish }) => wish.kind)).toEqual(['delete'])
  room.edit(two, 'second')
  server.intercept = null
  await clock.run(ACK_TIMEOUT_MS + 5_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['second'])
  expect(seen(room)).toEqual(['second'])
})

test('a discarded post takes with it what was to be done with it', async () => {
  const { clock, room, server, kitchen, storage } = await worldWithWords()
  server.intercept = (command, line) => {
    if (command.type !== 'post-message') return false
    server.send(line, { ...command, type: 'post-refusal', code: 'forbidden' })
    return true
  }
  const one = room.post('one')
  room.react(one, '👍', true)
  await clock.run(100)
  expect(room.view.changes).toMatchObject([{ state: 'queued' }])
  room.discard(one)
  await clock.run(100)
  expect(room.view.changes).toEqual([])
  expect(await storage.loadChanges(kitchen.roomId)).toEqual([])
})

test('pins: shown at once, and refused to whoever is not the owner', async () => {
  const { clock, room, server, kitchen } = await worldWithWords('one', 'two')
  const { messageId } = find(room, 'one')
  room.pin(messageId, true)
  expect(room.view.room?.pins).toEqual([messageId])
  await clock.run(100)
  expect(room.view.room?.pins).toBeUndefined()
  const [refused] = room.view.changes
  expect(refused).toMatchObject({ state: 'refused', refusal: 'forbidden' })
  if (refused) room.discardChange(refused.changeId)
  expect(room.view.changes).toEqual([])

  kitchen.records = kitchen.records.map((one) => (one.kind === 'member' ? { ...one, role: 'owner' } : one))
  room.pin(messageId, true)
  room.pin(find(room, 'two').messageId, true)
  await clock.run(100)
  expect(room.view.room?.pins).toEqual([messageId, find(room, 'two').messageId])
  room.deleteMessage(messageId)
  expect(room.view.room?.pins).toHaveLength(1)
  await clock.run(100)
  expect(room.view.room?.pins).toHaveLength(1)
  expect(room.view.changes).toEqual([])
  expect(server.latest().heard.filter(({ type }) => type === 'pin-message')).toHaveLength(3)
})

test('whoever is put out is told that nothing more will be done', async () => {
  const { clock, room, server, kitchen } = await worldWithWords('one')
  server.intercept = ({ type }) => CHANGES.includes(type)
  room.edit(find(room, 'one').messageId, 'first')
  await clock.run(100)
  if (room.view.me) server.remove(kitchen.roomId, room.view.me.memberId)
  await clock.run(100)
  expect(seen(room)).toEqual(['one'])
  expect(room.view.changes).toMatchObject([{ state: 'refused', refusal: 'removed', wish: { body: 'first' } }])
  room.react(find(room, 'one').messageId, '👍', true)
  expect(room.view.changes.map(({ state }) => state)).toEqual(['refused', 'refused'])
})

test('[D7] what a tab that is gone wanted done is taken over; of two words for one thing the later one counts', async () => {
  const { clock, room, client, storage, kitchen, server } = await worldWithWords('one', 'two')
  const { roomId } = kitchen
  const [one, two] = [find(room, 'one').messageId, find(room, 'two').messageId]
  const left = (changeId: string, messageId: MessageId, body: string, ageMs: number, tab: string) =>
    storage.saveChange({
      roomId,
      changeId: anId(changeId),
      wish: { kind: 'edit', messageId, body },
      createdAt: clock.now() - ageMs,
      tabId: anId<TabId>(tab),
      refusal: null,
    })
  await left('early', one, 'first, said the dead tab', 10_000, 'two')
  await left('other', two, 'second, said the dead tab', 10_000, 'two')
  await left('alive', two, 'of a tab that lives', 0, 'three')
  server.cut()
  await clock.run(1)
  room.edit(one, 'first, say I')
  const adopting = client.adoptPosts(anId<TabId>('two'))
  await clock.run(5_000)
  await adopting
  expect(seen(room)).toEqual(['first, say I*', 'second, said the dead tab*'])
  expect(room.view.changes).toEqual([])
  expect((await storage.loadChanges(roomId)).map(({ changeId }) => changeId)).toEqual([anId('alive')])
})

test('[D7] an edit of more than a day ago waits for its writer to say so; a deletion does not', async () => {
  const { clock, room, client, storage, kitchen, server, createOne } = await worldWithWords('one', 'two')
  server.cut()
  room.edit(find(room, 'one').messageId, 'first')
  room.deleteMessage(find(room, 'two').messageId)
  await clock.run(0)
  client.close()
  await clock.run(OLD_POST_MS)
  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(1_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(seen(answer.value)).toEqual(['one', '†'])
  const [old] = answer.value.view.changes
  expect(old).toMatchObject({ state: 'refused', refusal: 'old', wish: { body: 'first' } })
  if (old) answer.value.retryChange(old.changeId)
  await clock.run(1_000)
  expect(seen(answer.value)).toEqual(['first*', '†'])
})

test('saying again what stands there already sends nothing, and takes back what was not sent', async () => {
  const { world, clock, room, server } = await worldWithWords('one')
  const { messageId } = find(room, 'one')
  room.edit(messageId, 'one')
  room.edit(messageId, '   ')
  server.cut()
  room.edit(messageId, 'first')
  room.edit(messageId, 'one')
  expect(seen(room)).toEqual(['one'])
  await clock.run(5_000)
  expect(heard(world, ...CHANGES)).toEqual([])
  expect(seen(room)).toEqual(['one'])
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

test('a reaction beyond those that are listed counts once: on its way, when it is done, and after that', async () => {
  const { world, clock, room } = await worldWithWords('one')
  const { messageId } = find(room, 'one')
  for (let i = 0; i < 11; i++) (await world.openAndJoin(`guest-${i}`)).room.react(messageId, '👍', true)
  await clock.run(1_000)
  expect(seen(room)).toEqual(['one 👍11'])
  room.react(messageId, '👍', true)
  expect(seen(room)).toEqual(['one 👍12'])
  for (const [isOn, count] of [
    [true, 12],
    [false, 11],
  ] as const) {
    room.react(messageId, '👍', isOn)
    for (let i = 0; i < 20; i++) {
      await clock.run(500)
      expect(seen(room)).toEqual([`one 👍${count}`])
    }
  }
})
