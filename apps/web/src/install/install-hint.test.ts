import { expect, test } from 'vitest'
import { type InstallFacts, installWay } from './install-hint.ts'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15'

const facts: InstallFacts = {
  visits: 2,
  isDeclined: false,
  isInstalled: false,
  canAsk: true,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36',
  maxTouchPoints: 0,
}

test('nobody is asked at their first visit, and from the second on they are', () => {
  expect(installWay({ ...facts, visits: 1 })).toBeNull()
  expect(installWay(facts)).toBe('ask')
  expect(installWay({ ...facts, visits: 30 })).toBe('ask')
})

test('whoever said no, or has it, is not asked', () => {
  expect(installWay({ ...facts, isDeclined: true })).toBeNull()
  expect(installWay({ ...facts, isInstalled: true })).toBeNull()
})

test('where the browser cannot ask, only people with an iPhone or iPad are told how', () => {
  const silent = { ...facts, canAsk: false }
  expect(installWay(silent)).toBeNull()
  expect(installWay({ ...silent, userAgent: IPHONE, maxTouchPoints: 5 })).toBe('by-hand')
  expect(installWay({ ...silent, userAgent: MAC, maxTouchPoints: 5 })).toBe('by-hand')
  expect(installWay({ ...silent, userAgent: MAC })).toBeNull()
})
