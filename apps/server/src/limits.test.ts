import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import * as limits from './limits.ts'
import { startNode } from './testing/node.ts'

const PAGE = new URL('../../../docs/limits.md', import.meta.url)

/** As the page writes it. */
function written(limit: number | limits.RateLimit): string {
  if (typeof limit === 'number') return limit.toLocaleString('en')
  const { burst, perSecond } = limit
  return `${burst.toLocaleString('en')}, ${perSecond.toLocaleString('en', { maximumFractionDigits: 2 })}/s`
}

test('the page has every limit, with its value', () => {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)]
  const inPage = Object.fromEntries(rows.map(([, name, value]) => [name, value]))
  const inSource = Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, written(limit)]))
  expect(inPage).toEqual(inSource)
  expect(rows).toHaveLength(Object.keys(inSource).length)
})

test('the limits agree with one another', () => {
  // A frame of a room, and one that was held for somebody slow, stay below what cuts a line.
  expect(limits.BATCH_LENGTH_MAX + limits.BEHIND_BYTES).toBeLessThan(limits.UNSENT_BYTES_MAX)
  expect(limits.WHISPER_UNSENT_BYTES_MAX).toBeLessThan(limits.BEHIND_BYTES)
  // Everybody of a full address can come back in the time in which a crowd shall be back.
  expect(limits.CONNECTIONS_PER_ADDRESS_MAX / limits.HELLOS.perSecond).toBeLessThan(10)
  // Who waits behind a full queue is heard before they are sent away.
  expect(limits.RESUMES_WAITING_MAX / limits.HELLOS.perSecond).toBeLessThan(limits.HELLO_WAIT_MS_MAX / 1_000)
  expect(limits.CONNECTIONS_PER_ADDRESS_MAX).toBeLessThan(limits.CONNECTIONS_MAX)
})

test('[D10] [A35] a body too large is refused, and so is a connection beyond all that there may be', async () => {
  const node = await startNode({ config: { connectionsMax: 10 } })
  onTestFinished(() => node.close())
  const payload = { text: 'x'.repeat(limits.BODY_BYTES_MAX) }
  const answer = await node.app.inject({ method: 'POST', url: '/ws', payload })
  expect([404, 405, 413]).toContain(answer.statusCode)
  expect(node.app.server.maxConnections).toBe(10 + limits.PAGE_CONNECTIONS_MAX)
})
