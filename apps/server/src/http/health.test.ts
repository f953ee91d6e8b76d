import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { addHealthRoutes, type NotReady } from './health.ts'

test('ready is who takes people; healthy is whoever answers', async () => {
  let whyNotReady: NotReady | null = null
  const app = Fastify()
  addHealthRoutes(app, () => whyNotReady)
  const ask = async (url: string) => {
    const answer = await app.inject(url)
    return { status: answer.statusCode, body: answer.json(), cache: answer.headers['cache-control'] }
  }
  expect(await ask('/healthz')).toEqual({ status: 200, body: { ok: true }, cache: 'no-store' })
  expect(await ask('/readyz')).toEqual({ status: 200, body: { ready: true }, cache: 'no-store' })
  whyNotReady = 'draining'
  expect(await ask('/healthz')).toMatchObject({ status: 200 })
  expect(await ask('/readyz')).toEqual({
    status: 503,
    body: { ready: false, reason: 'draining' },
    cache: 'no-store',
  })
  await app.close()
})
