import { expect, onTestFinished, test } from 'vitest'
import { startNode } from '../testing/node.ts'

async function arrive(trustedProxies: readonly string[] | null, headers: Record<string, string>) {
  const node = await startNode({ config: { trustedProxies } })
  onTestFinished(() => node.close())
  const answer = await fetch(new URL('/arrival', node.origin), { headers })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer.json()
}

const FROM = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' }

test.each([
  ['nobody in between', ['loopback'], {}, { forwarded: 'none', address: null, protocol: 'http' }],
  ['a proxy nobody named', null, FROM, { forwarded: 'not-believed', address: null, protocol: 'http' }],
  ['another proxy', ['10.0.0.1'], FROM, { forwarded: 'not-believed', address: null, protocol: 'http' }],
  ['the proxy', ['loopback'], FROM, { forwarded: 'believed', address: '198.51.100.7', protocol: 'https' }],
  [
    'the proxy, which adds to what somebody claims',
    ['loopback'],
    { 'x-forwarded-for': '192.0.2.77, 198.51.100.7' },
    { forwarded: 'believed', address: '198.51.100.7', protocol: 'http' },
  ],
])(
  'behind %s, whoever asks is told how they came, and no address but their own',
  async (_, trusted, headers, came) => {
    expect(await arrive(trusted, headers)).toEqual({ ...came, isFromHere: true })
  },
)
