import { globSync } from 'node:fs'
import { createId, type FileId, type TabId } from '@confab/protocol'
import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFilesConfig } from '../files-config.ts'
import { aKitchen, Guest, type Kitchen } from '../testing/kitchen.ts'
import { startNode } from '../testing/node.ts'
import { startS3 } from '../testing/s3-server.ts'

let postgres: Postgres
let s3: Awaited<ReturnType<typeof startS3>>
let here: Kitchen
let there: Awaited<ReturnType<typeof startNode>>
/** Bo, on the other node. */
let bo: Guest

beforeAll(async () => {
  ;[postgres, s3] = await Promise.all([Postgres.start(), startS3()])
  const { endpoint, bucket, accessKeyId, secretAccessKey } = s3.settings
  const environment = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  }
  const config = { databaseUrl: await postgres.createDatabase(), files: readFilesConfig(environment, null) }
  here = await aKitchen(config)
  there = await startNode({ config })
  const { token, memberId } = here.bo
  const caller = await there.connect()
  const resume = [{ ref: 1, roomId: here.roomId, cursor: null }]
  caller.send({ type: 'hello', token, tabId: createId<TabId>(), client: 'test/1', resume })
  await caller.next('entered')
  bo = new Guest({ caller, token, roomId: here.roomId, memberId, origin: there.origin })
}, 90_000)

afterAll(async () => {
  await Promise.all([here?.close(), there?.close()])
  await Promise.all([postgres?.destroy(), s3?.close()])
})

const text = new TextEncoder().encode('for both nodes')

/** How many files lie in the bucket. */
const objects = () => globSync('**/*._S3rver_object', { cwd: s3.directory }).length

test('a file that is sent to one node is fetched from the other, and deleted it is gone from both', async () => {
  const file = await here.ana.sender.sendWell(text, { name: 'a.txt' })
  const message = await here.ana.post('', [file.fileId])
  const [link] = await bo.linksTo([file.fileId])
  if (!link) throw new Error('no link')
  // A link is good on every node.
  for (const origin of [here.origin, there.origin]) {
    const answer = await fetch(new URL(link.path, origin))
    expect([answer.status, await answer.text()]).toEqual([200, 'for both nodes'])
    const part = await fetch(new URL(link.path, origin), { headers: { range: 'bytes=4-7' } })
    expect([part.status, await part.text()]).toEqual([206, 'both'])
  }
  expect(objects()).toBe(1)
  await here.ana.deleteMessage(message.messageId)
  for (const origin of [here.origin, there.origin])
    expect((await fetch(new URL(link.path, origin))).status).toBe(404)
  await expect.poll(objects).toBe(0)
}, 30_000)

test('[D3] whoever comes to another node in the middle of a file begins it again there', async () => {
  const fileId = createId<FileId>()
  const elsewhere = here.bo.sender
  await bo.sender.announce(fileId, text.length, { name: 'a.txt' })
  await bo.sender.piece(fileId, 0, text.slice(0, 5))
  const lost = await elsewhere.piece(fileId, 5, text.slice(5))
  expect(await lost.json()).toEqual({ code: 'wrong-offset', offset: 0 })
  // Both nodes are sent all of it at once; there is one file.
  const [one, other] = await Promise.all([
    elsewhere.piece(fileId, 0, text),
    bo.sender.piece(fileId, 5, text.slice(5)),
  ])
  expect([one.status, other.status]).toEqual([200, 200])
  expect(await one.json()).toEqual(await other.json())
  expect((await bo.post('', [fileId])).files).toHaveLength(1)
  expect(objects()).toBe(1)
}, 30_000)

test('what is taken back on one node is gone on the other', async () => {
  const file = await here.bo.sender.sendWell(text, { name: 'a.txt' })
  const before = objects()
  expect((await bo.sender.ask('DELETE', file.fileId)).status).toBe(204)
  expect((await here.bo.sender.ask('GET', file.fileId)).status).toBe(410)
  expect(objects()).toBe(before - 1)
  await expect(here.bo.post('', [file.fileId])).rejects.toThrow('files-missing')
}, 30_000)
