import { createIdentityToken, createMessageId, type MakeReport, type MessageId } from '@confab/protocol'
import { afterEach, expect, test } from 'vitest'
import { askServer } from '../commands/ask-server.ts'
import { REPORT_AROUND, REPORTS_OPEN_PER_REPORTER, REPORTS_PER_ADDRESS } from '../limits.ts'
import { lookAtReport, lookAtReports } from '../store/operator-reports.ts'
import { lookAtDatabase } from '../store/sqlite/look.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen

afterEach(() => kitchen.close())

const send = (body: unknown, headers: Record<string, string>) =>
  fetch(`${kitchen.origin}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** As the proxy of so many people; each address may report so often. */
const report = (about: object, who: { token: string } = kitchen.ana, from = '192.0.2.1') =>
  send({ roomId: kitchen.roomId, reason: 'harassment', ...about } as MakeReport, {
    authorization: `Bearer ${who.token}`,
    'x-forwarded-for': from,
  })

const look = <Answer>(see: Parameters<typeof lookAtDatabase<Answer>>[1]) =>
  lookAtDatabase(kitchen.node.dataDirectory, see)
const open = () => look((ask) => lookAtReports(ask, 1_000))
const shown = async (number = 1) => {
  const found = await look((ask) => lookAtReport(ask, number))
  if (!found) throw new Error('There is no such report.')
  return found
}

test('a reported message is with the operator as it was, with what it said before and what stood around it, whatever becomes of it', async () => {
  kitchen = await aKitchen()
  const { ana, bo, code } = kitchen
  for (let i = 1; i <= REPORT_AROUND + 2; i++) await ana.post(`before ${i}`, [])
  const { messageId } = await bo.post('you are a toad', [])
  await bo.do({ type: 'edit-message', messageId, body: 'you are a frog' })
  for (let i = 1; i <= REPORT_AROUND + 2; i++) await ana.post(`after ${i}`, [])
  const made = await report({ messageId, note: '  He does it every day. ' })
  expect(made.status).toBe(200)
  expect(made.headers.get('cache-control')).toBe('no-store')
  expect(await made.json()).toEqual({})
  await bo.deleteMessage(messageId)

  expect(await shown()).toMatchObject({
    reason: 'harassment',
    note: 'He does it every day.',
    name: 'Bo',
    memberId: bo.memberId,
    reporterName: 'Ana',
    code,
    openCount: 1,
    reporterCount: 1,
    settledAt: null,
    message: { messageId, name: 'Bo', body: 'you are a frog', files: [] },
    edits: [{ body: 'you are a toad' }],
  })
  const { around } = await shown()
  const few = Array.from({ length: REPORT_AROUND }, (_, i) => i + 1)
  expect(around.map(({ body }) => body)).toEqual([
    ...few.map((i) => `before ${i + 2}`),
    ...few.map((i) => `after ${i}`),
  ])
})

test('names of files are in a report, and somebody is reported with what they wrote last', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const file = await bo.sender.sendWell(new TextEncoder().encode('a plan'), { name: 'plan.txt' })
  await bo.post('see here', [file.fileId])
  await ana.post('no, thank you', [])
  expect((await report({ memberId: bo.memberId, reason: 'spam' })).status).toBe(200)
  expect(await shown()).toMatchObject({ isMessage: false, message: null, reason: 'spam', name: 'Bo' })
  expect((await shown()).around).toMatchObject([{ body: 'see here', files: ['plan.txt'] }])
})

test('a reader reports too; the list counts who is reported, and the newest report is the last', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const chidi = await kitchen.somebody('Chidi')
  await ana.do({ type: 'set-role', memberId: chidi.memberId, role: 'reader' })
  const { messageId } = await bo.post('rude', [])
  for (const who of [ana, chidi]) expect((await report({ messageId }, who)).status).toBe(200)
  expect((await report({ memberId: ana.memberId }, bo)).status).toBe(200)
  const { all, reports } = await open()
  expect(all).toBe(3)
  expect(
    reports.map(({ report, name, openCount, reporterCount }) => [report, name, openCount, reporterCount]),
  ).toEqual([
    [1, 'Bo', 2, 2],
    [2, 'Bo', 2, 2],
    [3, 'Ana', 1, 1],
  ])
  expect((await look((ask) => lookAtReports(ask, 1))).reports).toMatchObject([{ report: 3 }])
})

test('settling takes it off the list, once', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  await report({ memberId: bo.memberId })
  const settle = (number: number) =>
    askServer(kitchen.node.dataDirectory, { order: 'settle-report', report: number, note: 'spoke to Bo' })
  expect(await settle(1)).toEqual({ outcome: 'done' })
  expect(await settle(1)).toEqual({ outcome: 'unchanged' })
  expect(await settle(2)).toEqual({ outcome: 'not-found' })
  expect(await open()).toEqual({ all: 0, reports: [] })
  expect(await shown()).toMatchObject({ settledNote: 'spoke to Bo', settledAt: expect.any(Number) })
  expect((await report({ memberId: bo.memberId }, ana)).status).toBe(200)
  expect((await open()).reports).toMatchObject([{ report: 2, openCount: 1 }])
})

test('[A94] whatever one may not see is not there: another room’s message, one that is deleted, one of a room one left', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const chidi = await kitchen.somebody('Chidi')
  const seen = await bo.post('rude', [])
  const gone = await bo.post('regretted', [])
  await bo.deleteMessage(gone.messageId)
  await ana.remove(chidi)
  const elsewhere = 'a'.repeat(22)
  const answers = await Promise.all([
    report({ messageId: gone.messageId }),
    report({ messageId: createMessageId(0) }),
    report({ memberId: elsewhere }),
    report({ messageId: seen.messageId, roomId: elsewhere }),
    report({ messageId: seen.messageId }, chidi),
    report({ memberId: bo.memberId }, chidi),
    report({ messageId: seen.messageId }, { token: createIdentityToken() }),
  ])
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({ code: 'not-found' })
  }
  expect((await open()).all).toBe(0)
  expect((await report({ messageId: seen.messageId })).status).toBe(200)
})

test('[A94] what is no report is refused, and so is one of oneself, and one by nobody', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const { messageId } = await bo.post('rude', [])
  for (const about of [
    {},
    { messageId, memberId: bo.memberId },
    { messageId, reason: 'dull' },
    { messageId: 'short' },
    { messageId: [messageId] },
    { messageId, note: 'x'.repeat(1_001) },
    { messageId, note: 7 },
    { messageId, at: 0 },
    { memberId: ana.memberId },
  ])
    expect((await report(about)).status, JSON.stringify(about)).toBe(400)
  const asked = { roomId: kitchen.roomId, messageId, reason: 'spam' }
  expect((await send(asked, {})).status).toBe(401)
  expect((await send(asked, { authorization: 'Bearer x' })).status).toBe(401)
  expect((await open()).all).toBe(0)
})

test('[A95] a note that would act on a terminal is refused before it is kept', async () => {
  kitchen = await aKitchen()
  const { messageId } = await kitchen.bo.post('rude', [])
  for (const note of ['\u001b[2J', 'a\u009b31m', 'to the \u202eright', 'a\u0000b', '\ud800'])
    expect((await report({ messageId, note })).status, JSON.stringify(note)).toBe(400)
  expect((await report({ messageId, note: 'two\nlines\tof it' })).status).toBe(200)
})

test('[A93] a flood of reports ends at its address, at its reporter, and the same again is one', async () => {
  kitchen = await aKitchen({ trustedProxies: ['127.0.0.1'] })
  const { ana, bo } = kitchen
  const messages: MessageId[] = []
  for (let i = 0; i <= REPORTS_OPEN_PER_REPORTER; i++)
    messages.push((await bo.post(`rude ${i}`, [])).messageId)
  const [first] = messages
  for (let i = 0; i < REPORTS_PER_ADDRESS.burst; i++)
    expect((await report({ messageId: first })).status).toBe(200)
  expect((await open()).all).toBe(1)
  const slowed = await report({ messageId: first })
  expect(slowed.status).toBe(429)
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
  for (const [i, messageId] of messages.entries())
    expect((await report({ messageId }, ana, `192.0.2.${i + 10}`)).status).toBe(
      i < REPORTS_OPEN_PER_REPORTER ? 200 : 409,
    )
  expect((await open()).all).toBe(REPORTS_OPEN_PER_REPORTER)
})
