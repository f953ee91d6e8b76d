import { cpSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageId, MessageRecord } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { RETENTION_SWEEP_MS } from '../limits.ts'
import { aLeapingClock } from '../testing/clock.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'
import { startNode } from '../testing/node.ts'
import { aDirectory } from '../testing/store-for-tests.ts'

const HOUR = 3_600_000

/** Words that stand nowhere else, by where they are said. */
const CANARIES = {
  text: 'Wyrmwoodqx',
  edited: 'Grimsbyzqv',
  erased: 'Thornfaxjq',
  inFile: 'Quillmarqz',
  fileName: 'Vexholmqpz',
  reaction: '🪿',
}

/** Which of them stand anywhere in a directory, in whatever file. */
function canariesIn(directory: string): string[] {
  const files = globSync('**', { cwd: directory, withFileTypes: true }).filter((entry) => entry.isFile())
  const all = Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))))
  return Object.entries(CANARIES).flatMap(([where, canary]) => (all.includes(canary) ? [where] : []))
}

/** A room that keeps an hour, in which every one of the canaries was said; and the messages. */
async function aTalkativeKitchen(
  clock: ReturnType<typeof aLeapingClock>,
): Promise<Kitchen & { messages: MessageRecord[] }> {
  const kitchen = await aKitchen({}, clock)
  onTestFinished(() => kitchen.close())
  const { ana, bo } = kitchen
  const bytes = new TextEncoder().encode(`${CANARIES.inFile} `.repeat(100))
  const sent = [bo, ana].map(({ sender }) => sender.sendWell(bytes, { name: `${CANARIES.fileName}.txt` }))
  const [file, other] = await Promise.all(sent)
  if (!file || !other) throw new Error('files were expected')
  const messages = [
    await bo.post(CANARIES.text, [file.fileId]),
    await bo.post(CANARIES.edited, []),
    await ana.post(CANARIES.erased, [other.fileId]),
  ]
  const [text, edited] = messages.map(({ messageId }) => messageId)
  if (!text || !edited) throw new Error('messages were expected')
  await bo.do({
    type: 'edit-message',
    messageId: edited,
    body: `${CANARIES.edited} again <@${ana.memberId}>`,
  })
  await ana.do({ type: 'react', messageId: text, emoji: CANARIES.reaction, isOn: true })
  await ana.do({ type: 'pin-message', messageId: text, isPinned: true })
  await ana.do({ type: 'erase-messages', of: ana.memberId, since: 0, until: null })
  await ana.do({ type: 'change-settings', keptHours: 1 })
  return Object.assign(kitchen, { messages })
}

test('what is kept for an hour leaves nothing on the disk an hour later, in no file and no index, nor anything to ask for', {
  timeout: 60_000,
}, async () => {
  const clock = aLeapingClock()
  const { node, ana, bo, roomId, messages, fetch } = await aTalkativeKitchen(clock)
  expect(canariesIn(node.dataDirectory)).toEqual(Object.keys(CANARIES))
  const last = messages.at(-1)?.sequence
  const fileIds = messages.flatMap(({ files = [] }) => files.map(({ fileId }) => fileId)).slice(0, 1)
  const [link] = await bo.linksTo(fileIds)
  expect((await fetch(link?.path ?? '')).status).toBe(200)

  clock.leap(HOUR - 10 * RETENTION_SWEEP_MS)
  await ana.do({ type: 'pin-message', messageId: messages[1]?.messageId as MessageId, isPinned: true })
  expect(canariesIn(node.dataDirectory)).toEqual(Object.keys(CANARIES))

  const roomsTold = () => bo.caller.events.flatMap((event) => (event.type === 'span' ? event.records : []))
  const halfAMinute = () => {
    // Whoever says nothing for that long is gone.
    for (const { caller } of [ana, bo]) caller.send({ type: 'alive' })
    clock.leap(RETENTION_SWEEP_MS / 2)
  }
  const isTold = () => {
    halfAMinute()
    return roomsTold().some((record) => record.kind === 'room' && record.settings?.expiredUpTo === last)
  }
  await expect.poll(isTold, { interval: 100, timeout: 10_000 }).toBe(true)
  expect(roomsTold().at(-1)).not.toHaveProperty('pins')
  const left = () => {
    halfAMinute()
    return canariesIn(node.dataDirectory)
  }
  await expect.poll(left, { interval: 200, timeout: 20_000 }).toEqual([])

  expect((await fetch(link?.path ?? '')).status).toBe(404)
  expect(await bo.linksTo(fileIds)).toEqual([])
  bo.caller.send({ type: 'fetch-page', ref: 900, roomId, where: { before: 100 }, limit: 50 })
  const { page } = await bo.caller.next('page')
  expect(page.records.map(({ kind }) => kind)).toEqual(['room', 'member', 'member'])
  const messageIds = messages.map(({ messageId }) => messageId)
  bo.caller.send({ type: 'fetch-records', ref: 901, roomId, messageIds, memberIds: [] })
  expect((await bo.caller.next('records')).records).toEqual([])
  bo.caller.send({ type: 'search', ref: 902, roomId, query: CANARIES.text, timeZone: 'UTC', limit: 10 })
  expect((await bo.caller.next('search-results')).results).toEqual([])
  expect(JSON.stringify(await ana.post('still here', []))).not.toContain(CANARIES.text)
})

test('of a backup that is put back nothing is shown that its room keeps no longer', {
  timeout: 60_000,
}, async () => {
  const clock = aLeapingClock()
  const kitchen = await aTalkativeKitchen(clock)
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  await kitchen.node.app.close()
  cpSync(kitchen.node.dataDirectory, directory, { recursive: true })
  expect(canariesIn(directory)).toEqual(Object.keys(CANARIES))
  clock.leap(2 * HOUR)
  const node = await startNode({ clock, config: { dataDirectory: directory } })
  onTestFinished(() => node.close())
  const caller = await node.connect()
  const { bo, roomId } = kitchen
  const resume = [{ ref: 1, roomId, cursor: null }]
  caller.send({ type: 'hello', token: bo.token, tabId: 't'.repeat(22) as never, client: 'test/1', resume })
  const { page } = await caller.next('reset')
  expect(page.records.map(({ kind }) => kind)).toEqual(['room', 'member', 'member'])
})
