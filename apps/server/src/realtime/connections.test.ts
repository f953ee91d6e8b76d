import { decodeCommand, HEARTBEAT_ANSWER_MS, HEARTBEAT_MS, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { COMMAND_BUCKET, HEARTBEATS_MISSED_MAX, TAKE_OVER_SURE_MS } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import type { TokenHash } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'

function theConnections() {
  const clock = aClock()
  const closed: Connection[] = []
  const connections = new Connections(
    clock,
    {
      decode: decodeCommand,
      counters: createCounters(),
      commandLimit: COMMAND_BUCKET,
      random: () => 0,
      defer: (callback) => callback(),
      onCommand: () => {},
    },
    (connection) => closed.push(connection),
  )
  function open(who?: string, tab = 'tab', at = 0) {
    const line = new FakeLine()
    const connection = connections.open(line, '203.0.113.7')
    if (who !== undefined) {
      connection.greet({ tokenHash: who as TokenHash, tabId: anId<TabId>(tab), at })
      connections.takeOver(connection)
    }
    return { line, connection }
  }
  return { clock, connections, closed, open }
}

test('[D9] a tab that came to another node loses the line it had here, and not the one it came back with since', () => {
  const { clock, connections, open } = theConnections()
  const tab = { tokenHash: 'ana' as TokenHash, tabId: anId<TabId>('tab') }
  const { line } = open('ana', 'tab', 10)
  const { line: atBo } = open('bo', 'tab', 10)
  clock.advance(TAKE_OVER_SURE_MS)
  connections.replaced({ ...tab, at: 10 })
  expect(line.ended).toBeNull()
  connections.replaced({ ...tab, at: 11 })
  expect(line.ended).toBe(4409)
  const { line: again } = open('ana', 'tab', 12)
  clock.advance(TAKE_OVER_SURE_MS)
  connections.replaced({ ...tab, at: 11 })
  expect(again.ended).toBeNull()
  expect(atBo.ended).toBeNull()
})

test('[D9] whether the newest line or the one elsewhere is the older is left to the line: it lives if it answers', () => {
  const { clock, connections, open } = theConnections()
  const tab = { tokenHash: 'ana' as TokenHash, tabId: anId<TabId>('tab'), at: 11 }
  const { line, connection } = open('ana', 'tab', 10)
  const beats = () => line.events.filter(({ type }) => type === 'heartbeat').length
  connections.replaced(tab)
  clock.advance(1_000)
  connection.flush()
  expect([line.ended, beats()]).toEqual([null, 1])
  connection.onAlive()
  clock.advance(HEARTBEAT_MS - 2_000)
  expect(line.ended).toBeNull()
  const { line: dead } = open('bo', 'tab', 10)
  connections.replaced({ ...tab, tokenHash: 'bo' as TokenHash })
  clock.advance(1_000 + HEARTBEATS_MISSED_MAX * HEARTBEAT_ANSWER_MS)
  expect(dead.ended).toBe('cut')
})

test('[D9] a tab that greets again replaces the line it had', () => {
  const { connections, closed, open } = theConnections()
  const before = open('ana')
  const now = open('ana')
  expect(before.line.ended).toBe(4409)
  expect(before.connection.isOpen).toBe(false)
  expect(now.line.ended).toBeNull()
  expect(closed).toEqual([before.connection])
  expect(connections.count).toBe(1)
})

test('other tabs, and other people with a tab of that name, are left alone', () => {
  const { connections, open } = theConnections()
  const lines = [open('ana'), open('ana', 'second'), open('bo'), open()]
  expect(lines.map(({ line }) => line.ended)).toEqual([null, null, null, null])
  expect(connections.count).toBe(4)
})

test('a line that ends late does not take its successor’s place away', () => {
  const { open } = theConnections()
  const first = open('ana')
  const second = open('ana')
  first.connection.onGone()
  const third = open('ana')
  expect(second.line.ended).toBe(4409)
  expect(third.line.ended).toBeNull()
})

test.each([
  [0, null],
  [1, '2'],
  [500, '1000'],
  [5_000, '5000'],
])('a node that drains tells all %i lines to come back, spread over %s ms', (count, reason) => {
  const { connections, open } = theConnections()
  const lines = Array.from({ length: count }, (_, i) => open(`person ${i}`).line)
  connections.closeAll()
  expect(new Set(lines.map((line) => line.ended))).toEqual(new Set(count > 0 ? [1012] : []))
  expect(new Set(lines.map((line) => line.reason))).toEqual(new Set(reason === null ? [] : [reason]))
  expect(connections.count).toBe(0)
})

test('every line is looked at every second', () => {
  const { clock, open } = theConnections()
  const { line } = open()
  clock.advance(4_999)
  expect(line.ended).toBeNull()
  clock.advance(1)
  expect(line.ended).toBe(4408)
})

test('[D10] with too much unsent in all, the slowest readers go first', () => {
  const { clock, open } = theConnections()
  const readers = Array.from({ length: 400 }, (_, i) => open(`person ${i}`))
  for (const { line } of readers) line.unsentBytes = 700 * 1024
  const slowest = readers.slice(0, 10)
  for (const { line } of slowest) line.unsentBytes = 1024 * 1024
  clock.advance(1_000)
  expect(slowest.every(({ line }) => line.ended === 'cut')).toBe(true)
  const left = readers.filter(({ line }) => line.ended === null)
  const unsent = left.reduce((sum, { line }) => sum + line.unsentBytes, 0)
  expect(unsent).toBeLessThanOrEqual(256 * 1024 * 1024)
  expect(unsent).toBeGreaterThan(255 * 1024 * 1024)
})

test('closed, it leaves no timer behind', () => {
  const { clock, connections } = theConnections()
  connections.close()
  expect(clock.waiting).toBe(0)
})
