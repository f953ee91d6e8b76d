import { setTimeout as pause } from 'node:timers/promises'
import { ATTACKS } from '@confab/markdown/testing/attacks'
import { EXPORT_NEXT, EXPORT_REACHED } from '@confab/protocol'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { EXPORT_PARTS_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Guest, type Kitchen } from '../testing/kitchen.ts'

const ELSEWHERE = 'https://chat.example.org'
let kitchen: Kitchen

afterEach(() => kitchen.close())

/** What is answered, all of it: until then the place is taken. A place that is on its way back is waited for, as a client does. */
async function get(path: string, { who = kitchen.bo, query = '', headers = {} } = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(`${kitchen.origin}/account/export/${path}?${query}`, {
      headers: { authorization: `Bearer ${who.token}`, ...headers },
    })
    const whole = new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers })
    if (answer.status !== 503) return whole
    await pause(20)
  }
}

/** All parts in a row. */
async function whole(format: string, who = kitchen.bo): Promise<string> {
  let text = ''
  let from = ''
  do {
    const answer = await get(format, { who, query: `language=en-GB&zone=UTC&from=${from}` })
    expect(answer.status).toBe(200)
    text += await answer.text()
    from = answer.headers.get(EXPORT_NEXT) ?? ''
  } while (from !== '')
  return text
}

const linesOf = async (who = kitchen.bo) =>
  (await whole('json-lines', who))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; [field: string]: unknown })

const aPhoto = async () =>
  new Uint8Array(
    await sharp({ create: { width: 90, height: 60, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer(),
  )

test('a guest takes what they wrote, sent and reacted with, and nothing of anybody else', async () => {
  kitchen = await aKitchen()
  const { ana, bo, roomId } = kitchen
  const file = await bo.sender.sendWell(await aPhoto(), { name: 'pot & pan.jpg' })
  const hers = await ana.post('the secret of Ana', [])
  const his = await bo.post(`Look <@${ana.memberId}>, **soup**`, [file.fileId])
  await bo.do({ type: 'edit-message', messageId: his.messageId, body: 'Look, **leeks**' })
  await bo.do({ type: 'react', messageId: hers.messageId, emoji: '🍲', isOn: true })
  await ana.do({ type: 'react', messageId: hers.messageId, emoji: '👀', isOn: true })
  const told = await kitchen.fetch('/reports', {
    method: 'POST',
    headers: { authorization: `Bearer ${bo.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ roomId, messageId: hers.messageId, reason: 'other', note: 'it <hurts>' }),
  })
  expect(told.status).toBe(200)
  await bo.do({ type: 'set-ignored', memberId: ana.memberId, isIgnored: true })
  const gone = await bo.post('a slip', [])
  await bo.deleteMessage(gone.messageId)
  const lines = await linesOf()
  expect(lines.map(({ kind }) => kind)).toEqual([
    ...['own-export', 'account', 'device', 'room', 'report', 'ignored', 'reaction', 'message', 'end'],
  ])
  expect(lines[3]).toMatchObject({ roomId, code: kitchen.code, name: 'Bo', role: 'member', level: 'all' })
  expect(lines[4]).toMatchObject({ kind: 'report', roomId, messageId: hers.messageId, note: 'it <hurts>' })
  expect(lines[5]).toEqual({ kind: 'ignored', roomId, memberId: ana.memberId })
  expect(lines[6]).toEqual({
    kind: 'reaction',
    ...{ roomId, messageId: hers.messageId, sequence: hers.sequence, emoji: '🍲' },
  })
  const path = `files/${new Date(his.postedAt).toISOString().slice(0, 10)} ${file.fileId} pot & pan.jpg`
  expect(lines[7]).toMatchObject({
    ...{ roomId, messageId: his.messageId, name: 'Bo', body: 'Look, **leeks**', postedAt: his.postedAt },
    files: [{ fileId: file.fileId, name: 'pot & pan.jpg', mediaType: 'image/jpeg', path }],
    edits: [{ body: `Look <@${ana.memberId}>, **soup**`, replacedAt: expect.any(Number) }],
  })
  expect(lines[8]).toEqual({ kind: 'end', rooms: 1, messages: 1, reactions: 1, files: 1 })
  const page = await whole('html')
  expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/)
  expect(page).toMatch(/<\/html>\n$/)
  expect(page).toContain('<strong>leeks</strong>')
  expect(page).toContain('What it said before')
  expect(page).toContain('it &lt;hurts&gt;')
  expect(page).toContain('People you ignore there')
  expect(page).toContain(
    `src="files/${encodeURIComponent(path.slice('files/'.length)).replaceAll('&', '&amp;')}"`,
  )
  expect(page.match(/<section/g)).toHaveLength(page.match(/<\/section>/g)?.length ?? 0)
  expect(page.match(/<ul/g)).toHaveLength(page.match(/<\/ul>/g)?.length ?? 0)
  for (const text of [page, JSON.stringify(lines)]) {
    expect(text).not.toContain('the secret of Ana')
    expect(text).not.toContain('a slip')
    expect(text).not.toContain('👀')
  }
  expect(page).not.toContain('Ana')
})

test('[D9] who was put out has their own words still, and neither the way in nor what the room is called since', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const file = await bo.sender.sendWell(await aPhoto(), { name: 'pot.jpg' })
  await bo.post('my soup', [file.fileId])
  await ana.remove(bo)
  await ana.do({ type: 'change-room', title: 'Without Bo' })
  const lines = await linesOf()
  expect(lines[3]).toMatchObject({ kind: 'room', title: null, code: null, role: 'removed' })
  expect(lines[4]).toMatchObject({ kind: 'message', body: 'my soup' })
  expect((await get(`files/${file.fileId}`)).status).toBe(200)
  const page = await whole('html')
  expect(page).toContain('A room you are not in any more')
  expect(page).not.toContain('Without Bo')
})

test('[A98] whose it is, is the token’s: another’s cursor, another’s file, and a token that is over lead nowhere', async () => {
  kitchen = await aKitchen()
  const { ana, bo, roomId, epoch } = kitchen
  const file = await ana.sender.sendWell(await aPhoto(), { name: 'pot.jpg' })
  await ana.post('hers', [file.fileId])
  await bo.post('his', [])
  // Where Ana's would go on, and a room Bo never was in: what comes is his, or nothing.
  const from = `${Date.now() + 9}.9.0.0.0.0.0~1.${roomId}.${epoch}.9.0.0`
  const text = await (await get('json-lines', { query: `from=${from}` })).text()
  expect(text).toContain('"his"')
  expect(text).not.toContain('"hers"')
  const elsewhere = `${Date.now()}.9.0.0.0.0.0~1.${'B'.repeat(22)}.${epoch}.9.0.0`
  expect((await get('json-lines', { query: `from=${elsewhere}` })).status).toBe(200)
  const began = `${Date.now()}.9.0.0.0.0.0~1.${roomId}.${'C'.repeat(22)}.9.0.0`
  expect((await get('json-lines', { query: `from=${began}` })).status).toBe(410)
  expect((await get(`files/${file.fileId}`)).status).toBe(410)
  expect((await get(`files/${file.fileId}`, { who: ana })).status).toBe(200)
  // A file of a message that was deleted is nobody's any more.
  const gone = await bo.sender.sendWell(await aPhoto(), { name: 'slip.jpg' })
  expect((await get(`files/${gone.fileId}`)).status).toBe(410)
  const headers = { authorization: `Bearer ${bo.token}`, 'content-type': 'application/json' }
  const closed = await kitchen.fetch('/account/close', { method: 'POST', headers, body: '{}' })
  expect(closed.status).toBe(200)
  for (const query of ['', `from=${from}`])
    expect(await (await get('json-lines', { query })).json()).toEqual({ code: 'forbidden' })
  expect((await get(`files/${gone.fileId}`)).status).toBe(410)
})

test('[A98] who may not is refused, each as what it is', async () => {
  kitchen = await aKitchen()
  const stranger = { ...kitchen.bo, token: 'A'.repeat(43) } as unknown as Guest
  expect((await get('html', { who: stranger })).status).toBe(403)
  const nobody = await get('html', { headers: { authorization: '' } })
  expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  for (const [path, query] of [
    ['pdf', ''],
    ['toString', ''],
    ['html', 'from=1.2.3'],
    ['html', 'from=1.9.0.0.0.0.0~x'],
    ['files/kitchen', ''],
    ['files/..%2f..%2fetc', ''],
  ] as const)
    expect([path, query, (await get(path, { query })).status]).toEqual([path, query, 400])
  expect((await get('html', { query: 'language=<b>&zone=../../x' })).status).toBe(200)
})

test('[A90] whatever one wrote, the page has no element and no attribute but its own', async () => {
  kitchen = await aKitchen({ commandsPerSecond: 10_000 })
  for (const { body } of ATTACKS.filter((_, i) => i % 12 === 0))
    await kitchen.bo.post(body, []).catch(() => null)
  const page = await whole('html')
  const main = page.slice(page.indexOf('<main>'))
  const tags = new Set([...main.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag))
  const known =
    'main section nav h2 h3 h4 h5 h6 dl dt dd article span p b bdi time div small a em strong s code pre ul ol li blockquote table thead tbody tr th td hr footer'
  expect([...tags].filter((tag) => !known.split(' ').includes(tag ?? ''))).toEqual([])
  expect(main.match(/<article/g)?.length).toBeGreaterThan(20)
  for (const [, href = ''] of main.matchAll(/\shref="([^"]*)"/g))
    expect(href).toMatch(/^(?:https?:\/\/|mailto:|#r[A-Za-z0-9_-]{22}$)/)
  expect(page).not.toMatch(/<script|<link|<img|url\(|@import|<[a-z][^<>]*\s(?:on\w+|style|src|srcset)=/)
})

test('a file comes by ranges, whole and harmless, and a part that was cut is the same again', async () => {
  kitchen = await aKitchen()
  const file = await kitchen.bo.sender.sendWell(await aPhoto(), { name: 'pot.html', mediaType: 'text/html' })
  await kitchen.bo.post('pot', [file.fileId])
  const path = `files/${file.fileId}`
  const bytes = Buffer.from(await (await get(path)).arrayBuffer())
  const rest = await get(path, { headers: { range: 'bytes=100-' } })
  expect(rest.status).toBe(206)
  expect(rest.headers.get(EXPORT_REACHED)).toBe(`${bytes.length}/${bytes.length}`)
  expect(rest.headers.get('content-type')).toBe('application/octet-stream')
  expect(rest.headers.get('content-disposition')).toBe('attachment')
  expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(100))).toBe(true)
  expect((await get(path, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416)
  const first = await get('html', { query: 'language=de&zone=UTC' })
  const text = await first.text()
  const at = /<time datetime="([^"]+)"/.exec(text.slice(text.indexOf('<article')))?.[1]
  expect(Date.parse(at ?? '')).toBeGreaterThan(0)
  expect(text).toContain('Alles von mir')
})

test('[A43] a page of another origin reads it if it is on the list, and what else there is to know', async () => {
  kitchen = await aKitchen({ allowedOrigins: [ELSEWHERE] })
  const asked = await fetch(`${kitchen.origin}/account/export/html`, {
    method: 'OPTIONS',
    headers: { origin: ELSEWHERE },
  })
  expect(asked.headers.get('access-control-allow-headers')).toBe('authorization, range')
  const { headers } = await get('html', { headers: { origin: ELSEWHERE } })
  expect(headers.get('access-control-allow-origin')).toBe(ELSEWHERE)
  expect(headers.get('access-control-expose-headers')).toContain(EXPORT_NEXT)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain('sandbox')
  const { headers: foreign } = await get('html', { headers: { origin: 'https://evil.example' } })
  expect(foreign.get('access-control-allow-origin')).toBe(null)
})

test('[D10] [A89] asking without end is made slow, whatever of it is asked for', async () => {
  kitchen = await aKitchen()
  const statuses = new Set<number>()
  for (let i = 0; i <= EXPORT_PARTS_PER_ADDRESS.burst + 40 && !statuses.has(429); i++) {
    const answer = await get(i % 2 === 0 ? 'json-lines' : `files/${'A'.repeat(22)}`)
    await answer.text()
    statuses.add(answer.status)
  }
  expect(statuses).toEqual(new Set([200, 410, 429]))
})
