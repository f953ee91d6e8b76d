import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { examineSettings } from './settings.ts'

const examine = (environment: Record<string, string>) =>
  examineSettings(readConfig(environment)).map(({ verdict, words }) => `${verdict}: ${words}`)

test('what is set as it should be says who makes rooms, and no key', () => {
  expect(examine({})).toEqual(['well: Everybody who gets to the server may make rooms.'])
  const settings = {
    HOST: '127.0.0.1',
    CONFAB_TRUST_PROXY: 'loopback',
    CONFAB_ALLOWED_ORIGINS: 'https://app.example.org, http://localhost:5173',
    CONFAB_CREATION_KEY: 'kitchen-Hj3x9Qpw,harbour-2Kf8Lm4x',
  }
  expect(examine(settings)).toEqual(['well: Rooms are made with a key, of which there are 2.'])
})

test.each([
  [{ CONFAB_TRUST_PROXY: 'loopback, 0.0.0.0/0' }, 'wrong: CONFAB_TRUST_PROXY names everybody'],
  [{ CONFAB_TRUST_PROXY: '::/0' }, 'wrong: CONFAB_TRUST_PROXY names everybody'],
  [{ HOST: '127.0.0.1' }, 'look: Only this machine reaches the server'],
  [{ CONFAB_ALLOWED_ORIGINS: 'http://app.example.org' }, 'look: The app at http://app.example.org'],
])('%j is most likely not meant so', (settings, words) => {
  expect(examine(settings)[0]).toContain(words)
})
