import { describe, expect, test } from 'vitest'
import { ADDRESS_BLOCKS_MAX, CONNECTIONS_PER_ADDRESS_MAX, CONNECTIONS_RENEWED_SECONDS } from '../limits.ts'
import { AddressLimits } from './address-limits.ts'

const SCHOOL = '203.0.113.7'
const HOME = '198.51.100.4'

function theLimits(connectionsMax = 100) {
  const time = { now: 0 }
  const limits = new AddressLimits(connectionsMax, () => time.now)
  /** Tries so often, and tells how many got in. */
  function connect(address: string, times: number): number {
    let opened = 0
    for (let i = 0; i < times; i++) {
      if (!limits.mayConnect(address).ok) continue
      limits.opened(address)
      opened += 1
    }
    return opened
  }
  function disconnect(address: string, times: number): void {
    for (let i = 0; i < times; i++) limits.closed(address)
  }
  return { time, limits, connect, disconnect }
}

describe('[D10] [A27] one address', () => {
  test('holds so many connections and no more, whatever the others hold', () => {
    const { time, connect, disconnect } = theLimits()
    expect(connect(SCHOOL, 150)).toBe(100)
    expect(connect(HOME, 1)).toBe(1)
    time.now += 60_000
    expect(connect(SCHOOL, 1)).toBe(0)
    disconnect(SCHOOL, 1)
    expect(connect(SCHOOL, 2)).toBe(1)
  })

  test('makes new ones as fast as it may, and is told how long to wait', () => {
    const { time, limits, connect, disconnect } = theLimits()
    connect(SCHOOL, 100)
    disconnect(SCHOOL, 100)
    expect(limits.mayConnect(SCHOOL)).toEqual({ ok: false, retryAfterSeconds: 1 })
    time.now += 1_000
    expect(connect(SCHOOL, 100)).toBe(100 / CONNECTIONS_RENEWED_SECONDS)
  })

  test('is told to come back later when all its places are taken', () => {
    const { limits, connect } = theLimits()
    connect(SCHOOL, 100)
    expect(limits.mayConnect(SCHOOL)).toEqual({ ok: false, retryAfterSeconds: 5 })
  })

  test('comes back with all that were cut at once', () => {
    const { time, connect, disconnect } = theLimits(CONNECTIONS_PER_ADDRESS_MAX)
    expect(connect(SCHOOL, 1_000)).toBe(1_000)
    time.now += 1_000
    disconnect(SCHOOL, 1_000)
    expect(connect(SCHOOL, 1_000)).toBe(1_000)
  })

  test.each([
    ['a /64', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'], 1],
    ['two of them', ['2001:db8:1:2::1', '2001:db8:1:3::1'], 2],
    ['IPv4, and the same inside IPv6', [SCHOOL, `::ffff:${SCHOOL}`], 1],
    ['words that are no address', ['unknown', 'x'.repeat(8_000)], 1],
    ['neighbours', [SCHOOL, '203.0.113.8'], 2],
  ])('is what it is: %s', (_, addresses, count) => {
    const { connect } = theLimits()
    const opened = addresses.reduce((sum, address) => sum + connect(address, 150), 0)
    expect(opened).toBe(count * 100)
  })

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'is not counted when it is this machine’s own: %s',
    (address) => {
      const { limits, connect } = theLimits()
      expect(connect(address, 10_000)).toBe(10_000)
      expect(limits.remembered).toBe(0)
    },
  )
})

describe('[D10] [A27] what is remembered', () => {
  test('is forgotten once it means nothing any more', () => {
    const { time, limits, connect, disconnect } = theLimits()
    connect(SCHOOL, 50)
    disconnect(SCHOOL, 50)
    expect(limits.remembered).toBe(1)
    time.now += CONNECTIONS_RENEWED_SECONDS * 1_000
    connect(HOME, 1)
    disconnect(HOME, 1)
    expect(limits.remembered).toBe(1)
  })

  test('is not more than so much, however many addresses come', () => {
    const { limits, connect, disconnect } = theLimits()
    for (let i = 0; i < ADDRESS_BLOCKS_MAX + 1_000; i++) {
      const address = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`
      connect(address, 1)
      disconnect(address, 1)
    }
    expect(limits.remembered).toBe(ADDRESS_BLOCKS_MAX)
  })
})
