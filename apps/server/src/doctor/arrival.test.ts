import { expect, test } from 'vitest'
import type { Arrival } from '../http/arrival-route.ts'
import { CLAIMED, examineArrival } from './arrival.ts'

const OUTSIDE = { isSecure: true, isLocal: false }
const GOOD: Arrival = { forwarded: 'believed', address: '198.51.100.7', protocol: 'https', isFromHere: true }
const NONE: Arrival = { forwarded: 'none', address: null, protocol: 'http', isFromHere: true }

const verdictsOf = (plain: Arrival, claiming: Arrival = plain, asked = OUTSIDE) =>
  examineArrival({ plain, claiming }, asked).map(({ verdict, words }) => `${verdict}: ${words.split(':')[0]}`)

test('a proxy that is believed, and overrules what people claim, is well', () => {
  expect(verdictsOf(GOOD)).toEqual([
    'well: The server knows where people come from, and believes the proxy alone.',
  ])
})

test('a proxy nobody named, and one that says nothing, are told apart', () => {
  const unnamed: Arrival = { ...NONE, forwarded: 'not-believed' }
  expect(verdictsOf(unnamed)).toEqual(['wrong: The proxy says where people come from, and is not believed'])
  expect(verdictsOf(NONE)).toEqual(['wrong: The proxy does not say where people come from'])
  expect(verdictsOf({ ...NONE, isFromHere: false })).toHaveLength(1)
})

test('without TLS there may be no proxy: only one on the server’s machine, asked from elsewhere, is one for sure', () => {
  const plain = { isSecure: false, isLocal: false }
  expect(verdictsOf({ ...NONE, isFromHere: false }, NONE, plain)).toEqual([])
  expect(verdictsOf(NONE, NONE, { isSecure: false, isLocal: true })).toEqual([])
  expect(verdictsOf(NONE, NONE, plain)).toEqual(['wrong: The proxy does not say where people come from'])
})

test('a proxy that keeps silent about https', () => {
  expect(verdictsOf({ ...GOOD, protocol: 'http' })).toEqual([
    'wrong: The server does not know that people come by https',
  ])
})

test('whoever can claim an address is wrong, and may be meant where the doctor asks from a machine that is named', () => {
  const claiming = { ...GOOD, address: CLAIMED }
  const words = 'Whoever claims another address is believed'
  expect(verdictsOf(GOOD, claiming)).toEqual([`wrong: ${words}`])
  expect(verdictsOf({ ...GOOD, address: '10.0.0.7' }, claiming)).toEqual([`look: ${words}`])
})
