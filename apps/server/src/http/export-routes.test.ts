import { ATTACKS } from '@confab/markdown/testing/attacks'
import { EXPORT_NEXT, EXPORT_REACHED } from '@confab/protocol'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { EXPORT_PARTS_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Guest, type Kitchen } from '../testing/kitchen.ts'

const ELSEWHERE = 'https://chat.example.org'
let kitchen: Kitchen

afterEach(() => kitchen.close())

const get = (
  format: string,
  { who = kitchen.ana, query = '', roomId = kitchen.roomId as string, headers = {} } = {},
) =>
  fetch(`${kitchen.origin}/exports/${roomId}/${format}?${query}`, {
    headers: { authorization: `Bearer ${who.token}`, ...headers },
  })

/** All parts in a row. */
async function whole(format: string, query = 'language=en-GB&zone=UTC'): Promise<string> {
  let text = ''
  let from = ''
  do {
    const answer = await get(format, { query: `${query}&from=${from}` })
    expect(answer.status).toBe(200)
    text += await answer.text()
    from = answer.headers.get(EXPORT_NEXT) ?? ''
  } while (from !== '')
  return text
}

const aPhoto = async (width = 90) =>
  new Uint8Array(
    await sharp({ create: { width, height: 60, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer(),
  )

test('a room with a picture is a page that holds it, and needs nothing besides itself', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  await ana.do({ type: 'change-room', title: 'The <kitchen>' })
  const file = await ana.sender.sendWell(await aPhoto(), { name: 'pot & pan.jpg' })
  const first = await ana.post('Look, **soup**', [file.fileId])
  await bo.post(`Lovely, <@${ana.memberId}>`, [])
  await bo.do({ type: 'react', messageId: first.messageId, emoji: '🍲', isOn: true })
  await ana.do({ type: 'pin-message', messageId: first.messageId, isPinned: true })
  const page = await whole('html')
  expect(page).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/)
  expect(page).toMatch(/<\/html>\n$/)
  expect(page).toContain('<h1><bdi>The &lt;kitchen&gt;</bdi></h1>')
  expect(page).toContain('<strong>soup</strong>')
  expect(page).toContain('<bdi>@Ana</bdi>')
  expect(page).toContain('<li><span>🍲</span> 1</li>')
  expect(page).toContain('<small class="note">pinned</small>')
  expect(page).toContain('2 messages')
  const [, label, base64 = ''] =
    /<img alt="([^"]*)"[^>]* src="data:image\/jpeg;base64,([^"]*)">/.exec(page) ?? []
  expect(label).toBe('pot &amp; pan.jpg')
  expect(await sharp(Buffer.from(base64, 'base64')).metadata()).toMatchObject({ format: 'jpeg', width: 90 })
  expect(page.match(/<section>/g)).toHaveLength(page.match(/<\/section>/g)?.length ?? 0)
  // Nothing is loaded from anywhere.
  expect(page).not.toMatch(/<script|<link|\s(?:src|srcset)="(?!data:)|url\(|@import|\son\w+=|\sstyle=/)
})

test('Markdown and lines of JSON have the same in them, and the way in is in none', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const file = await bo.sender.sendWell(await aPhoto(), { name: 'pot_1.jpg' })
  const first = await bo.post('# Soup?', [file.fileId])
  const gone = await bo.post('a slip', [])
  await bo.deleteMessage(gone.messageId)
  await ana.do({ type: 'react', messageId: first.messageId, emoji: '🍲', isOn: true })
  const markdown = await whole('markdown')
  expect(markdown).toMatch(/^# Conversation\n\nExported on /)
  expect(markdown).toContain('**Bo** · ')
  expect(markdown).toContain('\n\n**Soup?**\n\n- *pot\\_1.jpg* (')
  expect(markdown).toContain('🍲 1')
  const lines = (await whole('json-lines'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind }) => kind)).toEqual([
    'export',
    'room',
    'member',
    'member',
    'message',
    'reactions',
    'end',
  ])
  expect(lines[4]).toEqual(first)
  expect(lines.at(-1)).toEqual({ kind: 'end', messages: 1 })
  const code = kitchen.code
  for (const text of [markdown, JSON.stringify(lines), await whole('html')]) {
    expect(text).not.toContain('a slip')
    expect(text).not.toContain(code)
  }
})

test('[A90] whatever people write, the page has no element and no attribute but its own', async () => {
  kitchen = await aKitchen({ commandsPerSecond: 10_000 })
  for (const { body } of ATTACKS.filter((_, i) => i % 12 === 0))
    await kitchen.bo.post(body, []).catch(() => null)
  const page = await whole('html')
  const main = page.slice(page.indexOf('<main>'))
  const tags = new Set([...main.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag))
  const known =
    'main section h2 article span p b bdi time div small a em strong s code pre ul ol li blockquote table thead tbody tr th td h3 h4 h5 h6 hr footer'
  expect([...tags].filter((tag) => !known.split(' ').includes(tag ?? ''))).toEqual([])
  expect(main.match(/<article/g)?.length).toBeGreaterThan(20)
  for (const [, href = ''] of main.matchAll(/\shref="([^"]*)"/g))
    expect(href).toMatch(/^(?:https?:\/\/|mailto:|#m\d+$)/)
})

test('a part that was cut is the same when it is asked for again, and the last one has no next', async () => {
  kitchen = await aKitchen()
  const bytes = await aPhoto(400)
  for (let i = 0; i < 3; i++) {
    const file = await kitchen.ana.sender.sendWell(bytes, { name: `pot ${i}.jpg` })
    await kitchen.ana.post(`pot ${i}`, [file.fileId])
  }
  const query = 'language=de&zone=Europe/Berlin'
  const first = await get('html', { query })
  const text = await first.text()
  const [reached, upTo] = (first.headers.get(EXPORT_REACHED) ?? '').split('/')
  expect(reached).toBe(upTo)
  expect(first.headers.get(EXPORT_NEXT)).toBe(null)
  expect(text).toContain('Exportiert: ')
  await kitchen.bo.post('meanwhile', [])
  const from = `${kitchen.epoch}.${upTo}.${Date.now()}.0.0..0`
  expect(await (await get('html', { query: `${query}&from=${from}` })).text()).toBe(text)
})

test('[A91] who may not is refused, each as what it is', async () => {
  kitchen = await aKitchen()
  const stranger = { ...kitchen.bo, token: 'A'.repeat(43) } as unknown as Guest
  expect((await get('html', { who: kitchen.bo })).status).toBe(403)
  expect(await (await get('html', { who: kitchen.bo })).json()).toEqual({ code: 'forbidden' })
  expect((await get('html', { who: stranger })).status).toBe(403)
  expect((await get('html', { roomId: 'B'.repeat(22) })).status).toBe(403)
  const nobody = await get('html', { headers: { authorization: '' } })
  expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect((await get('pdf')).status).toBe(400)
  expect((await get('toString')).status).toBe(400)
  expect((await get('html', { roomId: 'kitchen' })).status).toBe(400)
  expect((await get('html', { query: 'from=1.2.3' })).status).toBe(400)
  expect((await get('html', { query: 'language=<b>&zone=../../x' })).status).toBe(200)
  const other = `${'C'.repeat(22)}.3.1.0.0..0`
  expect((await get('html', { query: `from=${other}` })).status).toBe(410)
})

test('[A106] who may take it away is settled, in force for the very next part of one that was begun, and gives nobody more than they read', async () => {
  kitchen = await aKitchen()
  const { ana, bo, somebody } = kitchen
  for (let i = 0; i < 3; i++) await ana.post(`before ${i}`, [])
  await ana.do({ type: 'change-settings', newcomersSee: 1 })
  const chidi = await somebody('Chidi')
  await ana.post('after', [])
  const statuses = async () => {
    const answers: number[] = []
    for (const who of [ana, bo, chidi]) answers.push((await get('json-lines', { who })).status)
    return answers
  }
  expect(await statuses()).toEqual([200, 403, 403])
  await ana.do({ type: 'change-settings', whoExports: 'moderators' })
  await ana.do({ type: 'set-role', memberId: bo.memberId, role: 'moderator' })
  expect(await statuses()).toEqual([200, 200, 403])
  await ana.do({ type: 'change-settings', whoExports: 'members' })
  expect(await statuses()).toEqual([200, 200, 200])
  const theirs = await (await get('json-lines', { who: chidi })).text()
  expect(theirs).toContain('before 2')
  expect(theirs).toContain('after')
  expect(theirs).not.toMatch(/before [01]/)

  // One that was begun, or was cut, goes no further.
  const begun = await get('json-lines', { who: chidi })
  const [, upTo] = (begun.headers.get(EXPORT_REACHED) ?? '').split('/')
  await begun.text()
  const query = `from=${kitchen.epoch}.${upTo}.${Date.now()}.0.0..0`
  expect((await get('json-lines', { who: chidi, query })).status).toBe(200)
  await ana.do({ type: 'change-settings', whoExports: 'moderators' })
  expect((await get('json-lines', { who: chidi, query })).status).toBe(403)
  await ana.do({ type: 'change-settings', whoExports: 'owner' })
  expect(await statuses()).toEqual([200, 403, 403])
})

test('[A43] a page of another origin reads it if it is on the list, and what else there is to know', async () => {
  kitchen = await aKitchen({ allowedOrigins: [ELSEWHERE] })
  const asked = await fetch(`${kitchen.origin}/exports/${kitchen.roomId}/html`, {
    method: 'OPTIONS',
    headers: { origin: ELSEWHERE },
  })
  expect(asked.headers.get('access-control-allow-headers')).toBe('authorization')
  const { headers } = await get('html', { headers: { origin: ELSEWHERE } })
  expect(headers.get('access-control-allow-origin')).toBe(ELSEWHERE)
  expect(headers.get('access-control-expose-headers')).toContain(EXPORT_NEXT)
  expect(headers.get('access-control-expose-headers')).toContain(EXPORT_REACHED)
  expect(headers.get('cache-control')).toBe('no-store')
  // Opened as an address of this server it is a download, and could run nothing.
  expect(headers.get('content-disposition')).toBe('attachment')
  expect(headers.get('content-security-policy')).toContain('sandbox')
  const { headers: foreign } = await get('html', { headers: { origin: 'https://evil.example' } })
  expect(foreign.get('access-control-allow-origin')).toBe(null)
})

test('[D10] [A89] asking without end is made slow', async () => {
  kitchen = await aKitchen()
  const statuses = new Set<number>()
  for (let i = 0; i <= EXPORT_PARTS_PER_ADDRESS.burst + 40 && !statuses.has(429); i++) {
    const answer = await get('json-lines')
    await answer.text()
    statuses.add(answer.status)
    if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(statuses).toEqual(new Set([200, 429]))
})
