import { decodeFrame, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { createConnection, type OpenSocket, type SocketListeners } from './connection.ts'
import { CONNECT_TIMEOUT_MS } from './connection-state.ts'
import { createFakeClock } from './testing/fake-clock.ts'

/** A connection whose lines are played by the test. */
function createStage(open?: OpenSocket) {
  const clock = createFakeClock()
  const lines: { listeners: SocketListeners; sent: string[]; closedWith: number | null }[] = []
  const received: ServerEvent[] = []
  const states: string[] = []
  const openSocket: OpenSocket = (_url, _subprotocol, listeners) => {
    const line = { listeners, sent: [] as string[], closedWith: null as number | null }
    lines.push(line)
    return { send: (text) => line.sent.push(text), close: (code) => (line.closedWith = code) }
  }
  const connection = createConnection({
    url: 'ws://harbour/ws',
    clock,
    random: () => 0.5,
    openSocket: open ?? openSocket,
    decodeFrame,
    hello: () => ({ type: 'hello', token: null, tabId: anId<TabId>('ana'), client: 'test/1', resume: [] }),
    probe: () => ({ type: 'probe', ref: 1 }),
    received: (events) => received.push(...events),
    changed: (_before, after) => states.push(after.name),
  })
  return { clock, connection, lines, received, states }
}
const HEARTBEAT = '[{"type":"heartbeat","heads":[]}]'

test('[D9] a line that was replaced is deaf and mute', () => {
  const { clock, connection, lines, received, states } = createStage()
  connection.step({ name: 'open' })
  clock.advance(CONNECT_TIMEOUT_MS + 1_000)
  const [old, present] = lines
  if (!old || !present) throw new Error('two lines were expected')
  expect(old.closedWith).toBe(1000)
  present.listeners.opened()
  const before = [...states]

  old.listeners.opened()
  old.listeners.received(HEARTBEAT)
  old.listeners.closed(4409, '')
  expect(states).toEqual(before)
  expect(received).toEqual([])
  expect(old.sent).toEqual([])
  // The same from the present line is heard.
  present.listeners.received(HEARTBEAT)
  expect(received).toHaveLength(1)
  present.listeners.closed(4409, '')
  expect(connection.state).toEqual({ name: 'stopped', code: 4409 })
})

test('a line that closed says no more', () => {
  const { connection, lines, states } = createStage()
  connection.step({ name: 'open' })
  lines[0]?.listeners.closed(1006, '')
  lines[0]?.listeners.closed(4409, '')
  lines[0]?.listeners.opened()
  expect(states).toEqual(['connecting', 'waiting'])
})

test('a socket that cannot even be made is one that closed', () => {
  let tries = 0
  const { clock, connection } = createStage(() => {
    tries += 1
    throw new SyntaxError('no such scheme')
  })
  connection.step({ name: 'open' })
  clock.advance(0)
  expect(connection.state.name).toBe('waiting')
  clock.advance(60_000)
  expect(tries).toBeGreaterThan(2)
})

test('closing stops every timer', () => {
  const { clock, connection, lines } = createStage()
  connection.step({ name: 'open' })
  lines[0]?.listeners.opened()
  connection.step({ name: 'close' })
  expect(lines[0]?.closedWith).toBe(1000)
  expect(clock.waiting).toBe(0)
})
