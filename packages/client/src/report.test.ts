import { createIdentityToken, type MakeReport, type MessageId, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { makeReport } from './report.ts'

const report: MakeReport = {
  roomId: anId<RoomId>('kitchen'),
  messageId: anId<MessageId>('rude'),
  reason: 'harassment',
  note: 'every day',
}

test('[A80] a report goes over HTTP, with the token in the header alone; a refusal has its name', async () => {
  const token = createIdentityToken()
  const asked: { path: string; headers: Headers; body: unknown }[] = []
  const answers = [Response.json({}), Response.json({ code: 'limit-reached' }, { status: 409 })]
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push({
      path: String(input),
      headers: new Headers(init?.headers),
      body: JSON.parse(String(init?.body)),
    })
    return answers.shift() ?? Response.error()
  }
  const make = () => makeReport({ url: 'wss://chat.example.org/ws', token, report, fetch })
  expect(await make()).toEqual({ ok: true, value: {} })
  expect(await make()).toEqual({ ok: false, code: 'limit-reached' })
  expect(await make()).toEqual({ ok: false, code: 'no-answer' })
  expect(asked[0]).toMatchObject({ path: 'https://chat.example.org/reports', body: report })
  expect(asked[0]?.headers.get('authorization')).toBe(`Bearer ${token}`)
  expect(JSON.stringify(asked[0]?.body)).not.toContain(token)
})
