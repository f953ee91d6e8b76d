import { expect, test } from 'vitest'
import { examineAbout, examinePlain, type Get } from './about.ts'

const SERVER = new URL('https://chat.example.org')
const APP = 'https://app.example.org'
const OPEN = { creation: 'open', termsUrl: null, contact: null }

/** A server that says this of itself, and a world in which only `/terms` is there. */
const saying =
  (said: object | string, headers: Record<string, string> = {}): Get =>
  async ({ pathname, hostname }) => {
    if (hostname === 'gone.example.org') throw new Error('nobody there')
    if (hostname !== SERVER.hostname) return new Response('', { status: pathname === '/terms' ? 200 : 404 })
    if (typeof said === 'string') return new Response(said, { status: 502 })
    return new Response(JSON.stringify(said), { headers })
  }

const verdicts = async (get: Get, origin = SERVER.origin) =>
  (await examineAbout(SERVER, origin, get)).map(({ verdict, words }) => `${verdict}: ${words}`)

test('who makes rooms is told, and whether the links lead anywhere', async () => {
  expect(await verdicts(saying(OPEN))).toEqual(['well: Everybody who gets here may make rooms.'])
  const said = {
    creation: 'key',
    termsUrl: 'https://example.org/terms',
    contact: 'https://example.org/contact',
  }
  expect(await verdicts(saying(said))).toEqual([
    'well: Rooms are made by those who have a key.',
    'well: The link to your terms leads somewhere.',
    'look: The link to your contact leads nowhere: the answer is 404.',
  ])
  expect(await verdicts(saying({ ...OPEN, contact: 'mailto:ana@example.org' }))).toHaveLength(1)
  expect(await verdicts(saying({ ...OPEN, termsUrl: 'https://gone.example.org/' }))).toContain(
    'look: The link to your terms leads nowhere: nobody there.',
  )
})

test('an app elsewhere has to be let read it, once', async () => {
  const header = 'access-control-allow-origin'
  expect(await verdicts(saying(OPEN, { [header]: APP }), APP)).toHaveLength(1)
  expect(await verdicts(saying(OPEN), APP)).toContain(
    `wrong: Pages from ${APP} may not read what the server answers: Access-Control-Allow-Origin is not there.`,
  )
  expect(await verdicts(saying(OPEN, { [header]: `${APP}, *` }), APP)).toHaveLength(2)
})

test('a proxy that passes not everything is noticed', async () => {
  expect(await verdicts(saying('bad gateway'))).toEqual(['look: The server does not say whose it is (502).'])
  const hangs: Get = () => Promise.reject(new Error('timed out'))
  expect(await verdicts(hangs)).toEqual(['look: The server does not say whose it is (timed out).'])
})

test.each([
  [{ status: 301, location: 'https://chat.example.org/' }, 'well'],
  [{ status: 308, location: 'HTTPS://chat.example.org/' }, 'well'],
  [{ status: 404, location: null }, 'well'],
  [{ status: 200, location: null }, 'wrong'],
  [{ status: 302, location: 'http://www.example.org/' }, 'wrong'],
])('%j by http is %s', (answer, verdict) => {
  expect(examinePlain(answer)).toMatchObject([{ verdict }])
})

test('nothing by http is nothing to say', () => {
  expect(examinePlain(null)).toEqual([])
})
