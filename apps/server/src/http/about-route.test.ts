import { createId, type RoomId, type TabId } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { startNode } from '../testing/node.ts'

const KEY = 'kitchen-Hj3x9Qpw'

async function aNode(config: Parameters<typeof startNode>[0] = {}) {
  const node = await startNode(config)
  onTestFinished(() => node.close())
  return node
}

test('where nothing is set, everybody makes rooms, and there is nothing to link to', async () => {
  const { origin } = await aNode()
  const answer = await fetch(new URL('/about', origin))
  expect(await answer.json()).toEqual({ creation: 'open', termsUrl: null, contact: null })
})

test('anybody is told what is set, pages of the allowed origins too; [A80] the key is in no answer and no line of the log', async () => {
  const about = {
    creationKeys: [KEY],
    termsUrl: 'https://example.org/terms',
    contact: 'mailto:ana@example.org',
  }
  const { origin, log, connect } = await aNode({
    config: { about, allowedOrigins: ['https://app.example.org'] },
  })
  const ask = (from: string) => fetch(new URL('/about', origin), { headers: { origin: from } })
  const answer = await ask('https://app.example.org')
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.org')
  expect(await answer.json()).toEqual({
    creation: 'key',
    termsUrl: about.termsUrl,
    contact: about.contact,
  })
  expect((await ask('https://stranger.example.org')).headers.has('access-control-allow-origin')).toBe(false)

  const ana = await connect()
  ana.send({ type: 'hello', token: null, tabId: createId<TabId>(), client: 'test/1', resume: [] })
  await ana.next('welcome')
  const make = (ref: number, key: object) =>
    ana.send({ type: 'create-room', ref, roomId: createId<RoomId>(), name: 'Ana', ...key })
  const refusal = (ref: number) => ana.next('refusal', (refused) => refused.ref === ref)
  make(1, {})
  expect(await refusal(1)).toMatchObject({ code: 'key-needed' })
  make(2, { creationKey: `${KEY}!` })
  expect(await refusal(2)).toMatchObject({ code: 'key-needed' })
  make(3, { creationKey: KEY })
  const { room } = await ana.next('reset')

  // Joining takes no key.
  const bo = await connect()
  bo.send({ type: 'hello', token: null, tabId: createId<TabId>(), client: 'test/1', resume: [] })
  bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Bo' })
  expect(await bo.next('entered')).toMatchObject({ ref: 1 })
  expect(JSON.stringify(log.lines)).not.toContain(KEY)
})
