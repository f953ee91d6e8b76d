import { expect, test } from 'vitest'
import { attention as texts } from '../words/en/attention.ts'
import { type Findings, linesOf } from './self-test.ts'

const fine: Findings = {
  standing: 'ready',
  notificationsOn: true,
  hasWorker: true,
  isShown: true,
  soundOn: true,
  chimed: 'played',
  doesServerAnswer: true,
  push: 'ready',
  pushOn: true,
  isSubscribed: true,
  level: 'all',
  quiet: null,
}
const wrong = (change: Partial<Findings>) =>
  linesOf({ ...fine, ...change }, texts).flatMap(({ state, text }) => (state === 'wrong' ? [text] : []))
const off = (change: Partial<Findings>) =>
  linesOf({ ...fine, ...change }, texts).flatMap(({ state, text }) => (state === 'off' ? [text] : []))

test('where everything is right, every line says so', () => {
  expect(linesOf(fine, texts).map(({ state }) => state)).toEqual(Array(6).fill('right'))
})

test.each<[Partial<Findings>, string]>([
  [{ standing: 'denied', isShown: null }, texts.denied],
  [{ standing: 'insecure', isShown: null }, texts.insecure],
  [{ standing: 'unsupported', isShown: null }, texts.unsupported],
  [{ standing: 'needs-home-screen', isShown: null }, texts.needsHomeScreen],
  [{ hasWorker: false }, texts.noWorker],
  [{ isShown: false }, texts.notShown],
  [{ chimed: 'locked' }, texts.soundLocked],
  [{ doesServerAnswer: false }, texts.serverSilent],
  [{ isSubscribed: false }, texts.noService],
  [{ isSubscribed: false, push: 'needs-notifications' }, texts.pushNeedsNotifications],
])('%j is the one thing that is wrong', (change, text) => {
  expect(wrong(change)).toEqual([text])
})

test.each<[Partial<Findings>, string]>([
  [{ standing: 'ask', isShown: null }, texts.notAsked],
  [{ notificationsOn: false }, texts.switchedOff],
  [{ soundOn: false }, texts.soundOff],
  [{ pushOn: false, isSubscribed: false }, texts.pushOff],
  [{ push: 'off-on-server' }, texts.pushOffOnServer],
  [{ push: 'unsupported' }, texts.pushUnsupported],
  [{ level: 'none' }, texts.levelNone],
  [{ quiet: 'Quiet until 8:00.' }, 'Quiet until 8:00.'],
])('%j is as somebody wanted it, and not wrong', (change, text) => {
  expect(off(change)).toEqual([text])
  expect(wrong(change)).toEqual([])
})
