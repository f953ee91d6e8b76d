import { expect, test } from 'vitest'
import { CREATION_KEY_TRIES_PER_ADDRESS } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { CreationKeys } from './creation-keys.ts'

const [OLD, NEW] = ['kitchen-Hj3x9Qpw', 'harbour-2Kf8Lm!x']
const HERE = '198.51.100.1'
const NEEDED = { code: 'key-needed' }

test('a server without keys asks for none', () => {
  const keys = new CreationKeys([], aClock())
  expect(keys.show(HERE, undefined)).toBeNull()
  expect(keys.show(HERE, 'whatever it is')).toBeNull()
})

test('any of the keys opens, with what came along when it was copied', () => {
  const keys = new CreationKeys([OLD, NEW], aClock())
  for (const shown of [OLD, NEW, ` ${NEW}\n`]) expect(keys.show(HERE, shown)).toBeNull()
})

test.each([undefined, '', OLD.slice(1), OLD.toUpperCase(), `${OLD},${NEW}`, `${OLD}\0`, 'ключ от кухни'])(
  '%j opens nothing, and is refused like any other',
  (shown) => {
    expect(new CreationKeys([OLD, NEW], aClock()).show(HERE, shown)).toEqual(NEEDED)
  },
)

test('[D10] [A96] whoever guesses is made to wait, and is not told when a guess is right; another address is not', () => {
  const clock = aClock()
  const keys = new CreationKeys([OLD], clock)
  for (let tries = 0; tries < CREATION_KEY_TRIES_PER_ADDRESS.burst; tries += 1)
    expect(keys.show(HERE, `guess number ${tries}`)).toEqual(NEEDED)
  expect(keys.show(HERE, 'one guess more')).toMatchObject({ code: 'rate-limited' })
  expect(keys.show(HERE, OLD)).toMatchObject({ code: 'rate-limited' })
  expect(keys.show('198.51.100.2', OLD)).toBeNull()
  clock.advance(6_000)
  expect(keys.show(HERE, OLD)).toBeNull()
})

test('asking without a key is no guess', () => {
  const keys = new CreationKeys([OLD], aClock())
  for (let asked = 0; asked < 10 * CREATION_KEY_TRIES_PER_ADDRESS.burst; asked += 1)
    expect(keys.show(HERE, undefined)).toEqual(NEEDED)
  expect(keys.show(HERE, OLD)).toBeNull()
})
