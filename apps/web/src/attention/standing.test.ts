import { expect, test } from 'vitest'
import { notificationStanding, pushStanding, type Surroundings } from './standing.ts'

const desktop: Surroundings = {
  isSecure: true,
  hasNotifications: true,
  hasWorkers: true,
  hasPush: true,
  isOutsideHomeScreen: false,
  permission: 'granted',
}
const phone = { hasNotifications: false, hasPush: false, isOutsideHomeScreen: true }

test.each<[string, Partial<Surroundings>, string, string]>([
  ['allowed', {}, 'ready', 'ready'],
  ['not asked yet', { permission: 'default' }, 'ask', 'needs-notifications'],
  ['denied', { permission: 'denied' }, 'denied', 'needs-notifications'],
  ['plain http', { isSecure: false, hasWorkers: false }, 'insecure', 'needs-notifications'],
  ['an iPhone in a tab', phone, 'needs-home-screen', 'needs-notifications'],
  ['an old iPhone app', { ...phone, isOutsideHomeScreen: false }, 'unsupported', 'needs-notifications'],
  ['without push', { hasPush: false }, 'ready', 'unsupported'],
])('%s', (_case, change, notifications, push) => {
  expect(notificationStanding({ ...desktop, ...change })).toBe(notifications)
  expect(pushStanding({ ...desktop, ...change }, 'key')).toBe(push)
})

test('push needs a server that calls people', () => {
  expect(pushStanding(desktop, null)).toBe('off-on-server')
  expect(pushStanding(desktop, undefined)).toBe('unknown')
})
