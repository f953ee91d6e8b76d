import { expect, test } from 'vitest'
import { type Banner, bannerOf, type Line } from './banner.ts'

const alive: Line = {
  connection: { name: 'live', attempt: 0, since: 0 },
  downSince: null,
  wasTold: false,
  isCatchingUp: false,
  isOnline: true,
  waitingCount: 0,
  isDurable: true,
  now: 100_000,
}
const waiting = { name: 'waiting', attempt: 3, retryAt: 103_200 } as const

test.each<[string, Partial<Line>, Banner | null]>([
  ['all is well', {}, null],
  ['down for less than five seconds', { connection: waiting, downSince: 95_001 }, null],
  [
    'down for five seconds',
    { connection: waiting, downSince: 95_000 },
    { kind: 'connecting', waiting: '', mustStay: false, retryInSeconds: 4 },
  ],
  [
    'trying right now',
    { connection: { name: 'connecting', attempt: 3, since: 99_000 }, downSince: 90_000 },
    { kind: 'connecting', waiting: '', mustStay: false, retryInSeconds: null },
  ],
  [
    'a retry that is due is not in 0 seconds',
    { connection: { ...waiting, retryAt: 99_990 }, downSince: 90_000 },
    { kind: 'connecting', waiting: '', mustStay: false, retryInSeconds: 1 },
  ],
  [
    'no network, two messages',
    { connection: waiting, downSince: 90_000, isOnline: false, waitingCount: 2 },
    { kind: 'offline', waiting: '2 messages waiting', mustStay: false },
  ],
  [
    'no network, one message, nothing kept',
    { connection: waiting, downSince: 90_000, isOnline: false, waitingCount: 1, isDurable: false },
    { kind: 'offline', waiting: '1 message waiting', mustStay: true },
  ],
  [
    'no network, nothing written, nothing kept',
    { connection: waiting, downSince: 90_000, isOnline: false, isDurable: false },
    { kind: 'offline', waiting: '', mustStay: false },
  ],
  ['back after a banner', { isCatchingUp: true, wasTold: true }, { kind: 'catching-up' }],
  ['back after a blink', { isCatchingUp: true }, null],
  [
    'a line being probed is no news',
    { connection: { name: 'probing', attempt: 0, since: 0, deadline: 1 } },
    null,
  ],
])('%s', (_case, line, banner) => {
  expect(bannerOf({ ...alive, ...line })).toEqual(banner)
})

test.each([
  [4409, 'take-over'],
  [4403, null],
  [4401, 'start-anew'],
  [4400, 'reload'],
  [4426, 'reload'],
  [4999, 'reload'],
])('stopped with %i says so at once, and what to do', (code, remedy) => {
  const banner = bannerOf({ ...alive, connection: { name: 'stopped', code }, downSince: 100_000 })

  expect(banner).toMatchObject({ kind: 'stopped', remedy })
})
