import { closeAction, PROBE_ANSWER_MS, SILENCE_MS } from '@confab/protocol'
import { assertNever } from './answer.ts'
import { backoffMs, GOOD_LIFE_MS } from './backoff.ts'

/*
 *              open            opened             welcomed
 *      idle ──────────► connecting ─────► greeting ─────► live ◄──────────────┐ answered
 *       ▲                ▲  │  ▲              │          │  │                 │
 *       │ close      alarm,│  │ closed, alarm │   closed,│  └──── wake ──► probing
 *   (from any)  wake,      │  ▼               ▼  silence ▼                    │
 *              retry-now   └─ waiting ◄───────┴──────────┴──── closed ────────┤
 *                                                                             │
 *                          connecting, without delay ◄──────────── alarm ─────┘
 *
 *   closed with a code that says so ──► stopped ── open, retry-now ──► connecting
 */

/**
 * Where the connection stands. `attempt` counts the tries since the last good life. `since` is monotonic time; `deadline` and
 * `retryAt` are for people, in wall-clock milliseconds: the alarm does not go by them.
 */
export type ConnectionState =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number; since: number }
  /** The socket is open and the hello is on its way. */
  | { name: 'greeting'; attempt: number; since: number }
  | { name: 'live'; attempt: number; since: number }
  /** Live, but asked whether the line is still there, with an answer due by `deadline`. */
  | { name: 'probing'; attempt: number; since: number; deadline: number }
  | { name: 'waiting'; attempt: number; retryAt: number }
  /** Not coming back by itself: the close code says why. */
  | { name: 'stopped'; code: number }

/** What can happen to a connection. `open`, `close`, `retry-now` and `wake` come from the app, the rest from the line. */
export type ConnectionInput =
  | { name: 'open' }
  | { name: 'close' }
  | { name: 'retry-now' }
  /** A hint that the world changed: online, visible, thawed. */
  | { name: 'wake' }
  | { name: 'opened' }
  | { name: 'closed'; code: number; reason: string }
  | { name: 'welcomed' }
  | { name: 'heard' }
  /** The probe's answer came. */
  | { name: 'answered' }
  /** A frame that is none. */
  | { name: 'unreadable' }
  /** Another tab's token won: this line speaks for somebody who will not be used. */
  | { name: 'identity-changed' }
  /** The one alarm went off. */
  | { name: 'alarm' }

/** What is to be done about it. There is one socket and one alarm; opening or setting takes the place of the one before. */
export type ConnectionEffect =
  | { name: 'open-socket' }
  | { name: 'close-socket' }
  | { name: 'say-hello' }
  | { name: 'send-probe' }
  | { name: 'set-alarm'; delayMs: number }
  | { name: 'clear-alarm' }

/**
 * What a decision needs besides its input: when it happens, by the clock that only grows and by the one on the wall, and a
 * random number in [0, 1) for the jitter.
 */
export type Moment = { now: number; wallNow: number; chance: number }

/** A state and what is to be done on the way to it. */
export type ConnectionStep = { state: ConnectionState; effects: readonly ConnectionEffect[] }

/** How long a socket may take to open, in milliseconds: three lost SYNs on a bad line. */
export const CONNECT_TIMEOUT_MS = 10_000

/** How long a welcome may take, in milliseconds: after a restart a node admits only so many hellos a second. */
export const GREETING_TIMEOUT_MS = 20_000

/** Longest spread taken from a close reason, in milliseconds: a typing error there must not keep people away for a day. */
export const SPREAD_MAX_MS = 5 * 60_000

/** Whether the server hears what is sent. */
export const isOnline = (state: ConnectionState): boolean => state.name === 'live' || state.name === 'probing'

const IDLE: ConnectionState = { name: 'idle' }

function connect(attempt: number, now: number, drop: 'drop' | 'none'): ConnectionStep {
  const open: ConnectionEffect[] = [
    { name: 'open-socket' },
    { name: 'set-alarm', delayMs: CONNECT_TIMEOUT_MS },
  ]
  return {
    state: { name: 'connecting', attempt, since: now },
    effects: drop === 'drop' ? [{ name: 'close-socket' }, ...open] : open,
  }
}

function wait(attempt: number, delayMs: number, wallNow: number, drop: 'drop' | 'none'): ConnectionStep {
  const alarm: ConnectionEffect = { name: 'set-alarm', delayMs }
  return {
    state: { name: 'waiting', attempt: attempt + 1, retryAt: wallNow + delayMs },
    effects: drop === 'drop' ? [{ name: 'close-socket' }, alarm] : [alarm],
  }
}

/** The spread a restarting server gave in its close reason, in milliseconds. */
function spreadOf(input: { code: number; reason: string }): number | null {
  if (input.code !== 1012 || !/^\d{1,9}$/.test(input.reason)) return null
  return Math.min(Number(input.reason), SPREAD_MAX_MS)
}

function closed(
  attempt: number,
  input: { code: number; reason: string },
  { wallNow, chance }: Moment,
): ConnectionStep {
  if (closeAction(input.code) !== 'retry')
    return { state: { name: 'stopped', code: input.code }, effects: [{ name: 'clear-alarm' }] }
  const spreadMs = spreadOf(input)
  const delayMs = spreadMs === null ? backoffMs(attempt, chance) : Math.floor(chance * spreadMs)
  return wait(attempt, delayMs, wallNow, 'none')
}

/** The attempt a life ends with: a good one wipes the slate. */
const attemptAfter = (state: { attempt: number; since: number }, now: number): number =>
  now - state.since >= GOOD_LIFE_MS ? 0 : state.attempt

/** Decides what becomes of the connection. Pure: the same arguments give the same step. */
export function stepConnection(
  state: ConnectionState,
  input: ConnectionInput,
  moment: Moment,
): ConnectionStep {
  const stay: ConnectionStep = { state, effects: [] }
  const { now, wallNow, chance } = moment
  if (input.name === 'close') {
    const isAway = state.name === 'idle' || state.name === 'stopped' || state.name === 'waiting'
    const drop: ConnectionEffect[] = isAway ? [] : [{ name: 'close-socket' }]
    return state.name === 'idle' ? stay : { state: IDLE, effects: [...drop, { name: 'clear-alarm' }] }
  }
  switch (state.name) {
    case 'idle':
      return input.name === 'open' ? connect(0, now, 'none') : stay

    case 'stopped':
      return input.name === 'open' || input.name === 'retry-now' ? connect(0, now, 'none') : stay

    case 'waiting':
      switch (input.name) {
        case 'open':
        case 'retry-now':
        case 'wake':
        case 'alarm':
          return connect(state.attempt, now, 'none')
        default:
          return stay
      }

    case 'connecting':
      switch (input.name) {
        case 'opened':
          return {
            state: { name: 'greeting', attempt: state.attempt, since: now },
            effects: [{ name: 'say-hello' }, { name: 'set-alarm', delayMs: GREETING_TIMEOUT_MS }],
          }
        case 'closed':
          return closed(state.attempt, input, moment)
        case 'alarm':
          return wait(state.attempt, backoffMs(state.attempt, chance), wallNow, 'drop')
        case 'wake':
        case 'retry-now':
          // A try begun on the network before this one may hang for long; a fresh one is left to do its work.
          return now - state.since >= PROBE_ANSWER_MS ? connect(state.attempt, now, 'drop') : stay
        default:
          return stay
      }

    case 'greeting':
      switch (input.name) {
        case 'welcomed':
          return {
            state: { name: 'live', attempt: state.attempt, since: now },
            effects: [{ name: 'set-alarm', delayMs: SILENCE_MS }],
          }
        case 'closed':
          return closed(state.attempt, input, moment)
        case 'alarm':
        case 'unreadable':
          return wait(state.attempt, backoffMs(state.attempt, chance), wallNow, 'drop')
        case 'identity-changed':
          return connect(state.attempt, now, 'drop')
        case 'wake':
        case 'retry-now':
          return now - state.since >= PROBE_ANSWER_MS ? connect(state.attempt, now, 'drop') : stay
        default:
          return stay
      }

    case 'live':
      switch (input.name) {
        case 'heard':
          return { state, effects: [{ name: 'set-alarm', delayMs: SILENCE_MS }] }
        case 'wake':
        case 'retry-now':
          return {
            state: { ...state, name: 'probing', deadline: wallNow + PROBE_ANSWER_MS },
            effects: [{ name: 'send-probe' }, { name: 'set-alarm', delayMs: PROBE_ANSWER_MS }],
          }
        case 'closed':
          return closed(attemptAfter(state, now), input, moment)
        case 'alarm':
        case 'unreadable': {
          const attempt = attemptAfter(state, now)
          return wait(attempt, backoffMs(attempt, chance), wallNow, 'drop')
        }
        case 'identity-changed':
          return connect(state.attempt, now, 'drop')
        default:
          return stay
      }

    case 'probing':
      switch (input.name) {
        case 'answered':
          return {
            state: { name: 'live', attempt: state.attempt, since: state.since },
            effects: [{ name: 'set-alarm', delayMs: SILENCE_MS }],
          }
        case 'alarm':
          // Somebody looks at the screen: no delay. It cannot storm, because each probe takes its time and a hint.
          return connect(attemptAfter(state, now), now, 'drop')
        case 'closed':
          return closed(attemptAfter(state, now), input, moment)
        case 'unreadable': {
          const attempt = attemptAfter(state, now)
          return wait(attempt, backoffMs(attempt, chance), wallNow, 'drop')
        }
        case 'identity-changed':
          return connect(state.attempt, now, 'drop')
        default:
          // Frames that were on their way already say nothing about the line of now: only the answer does.
          return stay
      }

    default:
      return assertNever(state)
  }
}
