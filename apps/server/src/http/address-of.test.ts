import { connect } from 'node:net'
import Fastify, { type FastifyRequest } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { addressOf } from './address-of.ts'

test('[D11] who has hung up before the answer is limited like anybody', async () => {
  const { promise, resolve } = Promise.withResolvers<FastifyRequest>()
  const app = Fastify()
  onTestFinished(() => app.close())
  app.get('/', async (request) => {
    resolve(request)
    return ''
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: confab\r\n\r\n')
  const request = await promise
  request.raw.socket.destroy()
  expect(addressOf(request)).toBe('')
})
