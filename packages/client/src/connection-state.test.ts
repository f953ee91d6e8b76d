import { PROBE_ANSWER_MS, SILENCE_MS } from '@confab/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GOOD_LIFE_MS } from './backoff.ts'
import {
  CONNECT_TIMEOUT_MS,
  type ConnectionInput,
  type ConnectionState,
  GREETING_TIMEOUT_MS,
  SPREAD_MAX_MS,
  stepConnection,
} from './connection-state.ts'

const NOW = 100_000
/** The clock on the wall shows something else altogether. */
const WALL = 1_700_000_000_000
const CHANCE = 0.5

// Every state and every input once; all lives are young (1 s), so that attempts count on.
const STATES: { [Name in ConnectionState['name']]: ConnectionState & { name: Name } } = {
  idle: { name: 'idle' },
  connecting: { name: 'connecting', attempt: 2, since: NOW - 1_000 },
  greeting: { name: 'greeting', attempt: 2, since: NOW - 1_000 },
  live: { name: 'live', attempt: 2, since: NOW - 1_000 },
  probing: { name: 'probing', attempt: 2, since: NOW - 1_000, deadline: WALL + 1_000 },
  waiting: { name: 'waiting', attempt: 2, retryAt: WALL + 1_000 },
  stopped: { name: 'stopped', code: 4409 },
}
const INPUTS: { [Name in ConnectionInput['name']]: ConnectionInput & { name: Name } } = {
  open: { name: 'open' },
  close: { name: 'close' },
  'retry-now': { name: 'retry-now' },
  wake: { name: 'wake' },
  opened: { name: 'opened' },
  closed: { name: 'closed', code: 1006, reason: '' },
  welcomed: { name: 'welcomed' },
  heard: { name: 'heard' },
  answered: { name: 'answered' },
  unreadable: { name: 'unreadable' },
  'identity-changed': { name: 'identity-changed' },
  alarm: { name: 'alarm' },
}

// A row is `next state: effects`; '-' changes nothing. The types want a row for every pair, and so does the test.
const CONNECT = 'connecting: open-socket set-alarm'
const RECONNECT = 'connecting: close-socket open-socket set-alarm'
const WAIT = 'waiting: set-alarm'
const DROP = 'waiting: close-socket set-alarm'
const IDLE = 'idle: close-socket clear-alarm'
const TABLE: Record<ConnectionState['name'], Record<ConnectionInput['name'], string>> = {
  idle: {
    open: CONNECT,
    close: '-',
    'retry-now': '-',
    wake: '-',
    opened: '-',
    closed: '-',
    welcomed: '-',
    heard: '-',
    answered: '-',
    unreadable: '-',
    'identity-changed': '-',
    alarm: '-',
  },
  connecting: {
    open: '-',
    close: IDLE,
    'retry-now': '-',
    wake: '-',
    opened: 'greeting: say-hello set-alarm',
    closed: WAIT,
    welcomed: '-',
    heard: '-',
    answered: '-',
    unreadable: '-',
    'identity-changed': '-',
    alarm: DROP,
  },
  greeting: {
    open: '-',
    close: IDLE,
    'retry-now': '-',
    wake: '-',
    opened: '-',
    closed: WAIT,
    welcomed: 'live: set-alarm',
    heard: '-',
    answered: '-',
    unreadable: DROP,
    'identity-changed': RECONNECT,
    alarm: DROP,
  },
  live: {
    open: '-',
    close: IDLE,
    'retry-now': 'probing: send-probe set-alarm',
    wake: 'probing: send-probe set-alarm',
    opened: '-',
    closed: WAIT,
    welcomed: '-',
    heard: 'live: set-alarm',
    answered: '-',
    unreadable: DROP,
    'identity-changed': RECONNECT,
    alarm: DROP,
  },
  probing: {
    open: '-',
    close: IDLE,
    'retry-now': '-',
    wake: '-',
    opened: '-',
    closed: WAIT,
    welcomed: '-',
    heard: '-',
    answered: 'live: set-alarm',
    unreadable: DROP,
    'identity-changed': RECONNECT,
    alarm: RECONNECT,
  },
  waiting: {
    open: CONNECT,
    close: 'idle: clear-alarm',
    'retry-now': CONNECT,
    wake: CONNECT,
    opened: '-',
    closed: '-',
    welcomed: '-',
    heard: '-',
    answered: '-',
    unreadable: '-',
    'identity-changed': '-',
    alarm: CONNECT,
  },
  stopped: {
    open: CONNECT,
    close: 'idle: clear-alarm',
    'retry-now': CONNECT,
    wake: '-',
    opened: '-',
    closed: '-',
    welcomed: '-',
    heard: '-',
    answered: '-',
    unreadable: '-',
    'identity-changed': '-',
    alarm: '-',
  },
}

const step = (state: ConnectionState, input: ConnectionInput, chance = CHANCE) =>
  stepConnection(state, input, { now: NOW, wallNow: WALL, chance })

test('the table has a row for every state and every input', () => {
  expect(Object.keys(TABLE)).toEqual(Object.keys(STATES))
  for (const row of Object.values(TABLE)) expect(Object.keys(row)).toEqual(Object.keys(INPUTS))
})

describe.each(Object.values(STATES))('$name', (state) => {
  test.each(Object.values(INPUTS))('$name', (input) => {
    const next = step(state, input)
    const effects = next.effects.map(({ name }) => name).join(' ')
    const row = effects === '' && next.state === state ? '-' : `${next.state.name}: ${effects}`
    expect(row).toBe(TABLE[state.name][input.name])
  })
})

test('each wait has its length', () => {
  const delayOf = (state: ConnectionState, input: ConnectionInput) =>
    step(state, input).effects.flatMap((effect) => (effect.name === 'set-alarm' ? [effect.delayMs] : []))
  expect(delayOf(STATES.idle, INPUTS.open)).toEqual([CONNECT_TIMEOUT_MS])
  expect(delayOf(STATES.connecting, INPUTS.opened)).toEqual([GREETING_TIMEOUT_MS])
  expect(delayOf(STATES.greeting, INPUTS.welcomed)).toEqual([SILENCE_MS])
  expect(delayOf(STATES.live, INPUTS.heard)).toEqual([SILENCE_MS])
  expect(delayOf(STATES.live, INPUTS.wake)).toEqual([PROBE_ANSWER_MS])
  expect(delayOf(STATES.probing, INPUTS.answered)).toEqual([SILENCE_MS])
  // 0.5 s × 2² × the chance of one half.
  expect(delayOf(STATES.live, INPUTS.closed)).toEqual([1_000])
})

test('a try that hangs on the network of before gives way to a fresh one', () => {
  for (const name of ['connecting', 'greeting'] as const) {
    const old: ConnectionState = { name, attempt: 1, since: NOW - PROBE_ANSWER_MS }
    expect(step(old, INPUTS.wake).state).toEqual({ name: 'connecting', attempt: 1, since: NOW })
  }
})

test('only a good life wipes out the tries before it', () => {
  const old: ConnectionState = { name: 'live', attempt: 6, since: NOW - GOOD_LIFE_MS }
  const young: ConnectionState = { ...old, since: NOW - GOOD_LIFE_MS + 1 }
  expect(step(old, INPUTS.closed).state).toEqual({ name: 'waiting', attempt: 1, retryAt: WALL + 250 })
  expect(step(young, INPUTS.closed).state).toEqual({ name: 'waiting', attempt: 7, retryAt: WALL + 15_000 })
})

test('a restarting server says how spread out to come back', () => {
  const restart = (reason: string): ConnectionInput => ({ name: 'closed', code: 1012, reason })
  const retryIn = (reason: string) => {
    const { state } = step(STATES.live, restart(reason))
    return state.name === 'waiting' ? state.retryAt - WALL : null
  }
  expect(retryIn('5000')).toBe(2_500)
  expect(retryIn('0')).toBe(0)
  expect(retryIn('999999999')).toBe(SPREAD_MAX_MS / 2)
  // No number: the backoff as ever.
  for (const reason of ['', 'soon', '-1', '1e9', '5000 ms']) expect(retryIn(reason)).toBe(1_000)
})

test.each([4400, 4401, 4403, 4404, 4409, 4426, 1003])('close code %i is not come back from', (code) => {
  expect(step(STATES.live, { name: 'closed', code, reason: '' }).state).toEqual({ name: 'stopped', code })
})

test.each([1000, 1001, 1006, 1009, 1011, 1013, 4408, 4429, 4440, 4999])('close code %i is', (code) => {
  expect(step(STATES.live, { name: 'closed', code, reason: '' }).state.name).toBe('waiting')
})

test('a connection that should be there always has an alarm, and never two sockets', () => {
  const inputs = fc.constantFrom(
    ...Object.values(INPUTS),
    { name: 'closed', code: 1012, reason: '5000' } as const,
    { name: 'closed', code: 4409, reason: '' } as const,
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(inputs, fc.nat(60_000)), { maxLength: 60 }), (story) => {
      let now = 0
      let state: ConnectionState = { name: 'idle' }
      let hasSocket = false
      let hasAlarm = false
      for (const [input, passedMs] of story) {
        now += passedMs
        // The line says nothing while there is none.
        if (input.name === 'closed' && !hasSocket) continue
        if (input.name === 'closed') hasSocket = false
        if (input.name === 'alarm' && !hasAlarm) continue
        if (input.name === 'alarm') hasAlarm = false
        const next = stepConnection(state, input, { now, wallNow: WALL - now, chance: 0.5 })
        for (const effect of next.effects) {
          if (effect.name === 'open-socket') {
            expect(hasSocket).toBe(false)
            hasSocket = true
          }
          if (effect.name === 'close-socket') hasSocket = false
          if (effect.name === 'set-alarm') hasAlarm = true
          if (effect.name === 'clear-alarm') hasAlarm = false
        }
        state = next.state
        const isAway = state.name === 'idle' || state.name === 'stopped'
        expect(hasAlarm).toBe(!isAway)
        expect(hasSocket).toBe(!isAway && state.name !== 'waiting')
      }
    }),
  )
})
