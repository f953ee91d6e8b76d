import { BODY_LENGTH_MAX } from '@confab/protocol'
import { expect, test } from 'vitest'
import { ConfigError } from './environment.ts'
import {
  CREATION_KEY_TRIES_PER_ADDRESS,
  PASSWORD_TRIES_PER_ADDRESS,
  ROOMS_MADE_PER_ADDRESS,
  SIGN_INS_PER_ADDRESS,
  UPLOADS_PER_ADDRESS,
} from './limits.ts'
import { readLimitsConfig } from './limits-config.ts'

test('unless something is set, the limits are the usual ones', () => {
  expect(readLimitsConfig({})).toEqual({
    roomsPerAddress: ROOMS_MADE_PER_ADDRESS,
    triesPerAddress: PASSWORD_TRIES_PER_ADDRESS,
    uploadsPerAddress: UPLOADS_PER_ADDRESS,
    membersPerRoom: null,
    messageLengthMax: BODY_LENGTH_MAX,
  })
})

test('one setting is for all secrets, so they have one usual limit', () => {
  expect([SIGN_INS_PER_ADDRESS, CREATION_KEY_TRIES_PER_ADDRESS]).toEqual([
    PASSWORD_TRIES_PER_ADDRESS,
    PASSWORD_TRIES_PER_ADDRESS,
  ])
})

test('what is set is how many at once, and they come back in the same time', () => {
  expect(
    readLimitsConfig({
      CONFAB_ROOMS_PER_ADDRESS: '600',
      CONFAB_TRIES_PER_ADDRESS: '5',
      CONFAB_UPLOADS_PER_ADDRESS: '30',
      CONFAB_MEMBERS_PER_ROOM: '40',
      CONFAB_MESSAGE_LENGTH_MAX: '500',
    }),
  ).toEqual({
    roomsPerAddress: { burst: 600, perSecond: 600 / 1_800 },
    triesPerAddress: { burst: 5, perSecond: 5 / 120 },
    uploadsPerAddress: { burst: 30, perSecond: 30 / 300 },
    membersPerRoom: 40,
    messageLengthMax: 500,
  })
})

test.each([
  ['CONFAB_ROOMS_PER_ADDRESS', '0'],
  ['CONFAB_TRIES_PER_ADDRESS', 'many'],
  ['CONFAB_UPLOADS_PER_ADDRESS', '-1'],
  ['CONFAB_MEMBERS_PER_ROOM', '1'],
  ['CONFAB_MEMBERS_PER_ROOM', '2.5'],
  ['CONFAB_MESSAGE_LENGTH_MAX', '99'],
  ['CONFAB_MESSAGE_LENGTH_MAX', String(BODY_LENGTH_MAX + 1)],
])('%s cannot be %s', (name, text) => {
  const read = () => readLimitsConfig({ [name]: text })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(new RegExp(`^${name} must be`))
})
