import { randomUUID } from 'node:crypto'
import { systemClock } from '../clock.ts'
import { openRedisLine } from './redis-line.ts'

/** Says a word over Redis and hears it. Rejects with the reason when that does not work within this many milliseconds. */
export async function proveRedis(url: string, patienceMs: number): Promise<void> {
  const { createClient } = await import('@redis/client')
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error('no answer')), patienceMs)
  const line = openRedisLine({
    createClient,
    url,
    echoChannel: `confab:doctor:${randomUUID()}`,
    clock: systemClock,
    proven: resolve,
    hear: () => {},
    lost: reject,
  })
  try {
    await promise
  } finally {
    clearTimeout(timer)
    line.end()
  }
}
